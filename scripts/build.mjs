/**
 * Brings dist/ up to date with src/: every module compiled by itself, the texts beside them copied, and what is
 * of neither removed. Types are checked by `npm run types`. Where dist/ is up to date nothing is written and no
 * compiler asked for.
 */
import { readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join, relative } from "node:path";

const MAIN = "dist/main.js";
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/** When what is built from was last changed; dist/main.js bears that time once it is built. */
const changed = Math.max(...["package.json", "tsconfig.json", ...filesIn("src")].map(timeOf));

/** In whole milliseconds, which is as fine as a file's time can be set. */
function timeOf(file) {
  return Math.round(statSync(file).mtimeMs);
}

async function build() {
  const esbuild = await import("esbuild");
  const { metafile } = await esbuild.build({
    entryPoints: filesIn("src").filter((file) => /(?<!\.d)\.ts$|texts\.[\w-]+\.yaml$/.test(file)),
    loader: { ".yaml": "copy" },
    outbase: "src",
    outdir: "dist",
    format: "esm",
    platform: "node",
    target: "node20.19",
    sourcemap: true,
    metafile: true,
    logLevel: "error",
  });
  for (const file of filesIn("dist"))
    if (!Object.hasOwn(metafile.outputs, relative(".", file).replaceAll("\\", "/"))) rmSync(file);
  utimesSync(MAIN, changed / 1000, changed / 1000);
}

const built = statSync(MAIN, { throwIfNoEntry: false }) ? timeOf(MAIN) : undefined;
if (built === undefined || built < changed) {
  await build().catch(({ message }) => {
    console.error(`${message}

dist/ ${built === undefined ? "没有" : "比 src/ 旧"}，又编译不了。请运行 npm ci；或者把别处编译好的 dist/ 拷过来。
dist/ is ${built === undefined ? "missing" : "older than src/"} and can't be built. Run npm ci; or copy a dist/ that was built elsewhere.`);
    process.exit(1);
  });
}
