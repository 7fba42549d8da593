/**
 * Brings dist/ up to date with src/: every module compiled by itself, the texts beside them copied, and what is
 * of neither removed. Types are checked by `npm run types`. Where dist/ is up to date nothing is written and no
 * compiler asked for.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { sayNotCompiled, sayUnwritable } from "./build-refusals.mjs";

const DIST = resolve("dist");
const MAIN = join(DIST, "main.js");
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

// npm hands SIGTERM and SIGINT on; of what else it dies of, its children don't hear.
const starter = process.ppid;
setInterval(() => process.ppid === starter || process.exit(1), 100).unref();

/** When what is built from was last changed; dist/main.js bears that time once all is built. */
const changed = Math.max(...["package.json", "tsconfig.json", ...filesIn("src")].map(timeOf));

/** In whole milliseconds, which is as fine as a file's time can be set. */
function timeOf(file) {
  return Math.round(statSync(file).mtimeMs);
}

async function compiled() {
  const esbuild = await import("esbuild");
  const { outputFiles } = await esbuild.build({
    entryPoints: filesIn("src").filter((file) =>
      /(?<!\.d)\.ts$|(texts|starter)\.[\w-]+\.yaml$/.test(file),
    ),
    loader: { ".yaml": "copy" },
    outbase: "src",
    outdir: "dist",
    format: "esm",
    platform: "node",
    target: "node20.19",
    sourcemap: true,
    write: false,
    logLevel: "error",
  });
  return new Map(outputFiles.map(({ path, contents }) => [path, contents]));
}

/** dist/main.js comes last and in one step: whatever ends this before, dist/ is not taken for up to date. */
function write(files) {
  for (const [path, contents] of files) {
    if (path === MAIN) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  for (const file of filesIn(DIST)) if (!files.has(file)) rmSync(file);
  const draft = `${MAIN}.new`;
  writeFileSync(draft, files.get(MAIN), { mode: 0o755 });
  utimesSync(draft, changed / 1000, changed / 1000);
  renameSync(draft, MAIN);
}

/** Has `part` of the work done. When it can't be, `say` says so, and nothing is started. */
async function orEnd(part, say) {
  try {
    return await part();
  } catch (error) {
    say(error, { folder: DIST, missing: built === undefined });
    process.exit(1);
  }
}

function writable() {
  // With `recursive` a read-only disk would be told as a folder that isn't there.
  if (!existsSync(DIST)) mkdirSync(DIST);
  accessSync(DIST, constants.W_OK);
}

const built = statSync(MAIN, { throwIfNoEntry: false }) ? timeOf(MAIN) : undefined;
if (built === undefined || built < changed) {
  await orEnd(writable, sayUnwritable);
  const files = await orEnd(compiled, sayNotCompiled);
  await orEnd(() => write(files), sayUnwritable);
}
