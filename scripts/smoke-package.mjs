/**
 * Whether the program comes to people as the pages say: a fresh clone without dev dependencies starts, and so does
 * its package in an empty folder. What npm would compile of better-sqlite3 for minutes is taken from
 * this checkout. Ends with 0 and a line of JSON when all went well.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sandboxAnswers } from "./sandbox-answers.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "suanpan-package-"));
const clone = join(folder, "clone");
const empty = join(folder, "empty");
const { PATH, HOME } = process.env;
const env = { PATH, HOME, LANG: "en" };

/** Runs a program to its end. @returns what it printed. @throws Error unless it ended with 0 */
function run(cwd, program, ...args) {
  // npm needs its user's settings, the program gets nothing but what it is given.
  const { status, signal, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: program === "npm" ? { ...process.env, npm_config_audit: "false" } : env,
  });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(" ")}: ${signal ?? status}\n${stdout}${stderr}`);
}

function takeBinaries(into) {
  for (const name of ["better-sqlite3", "better-sqlite3-12"]) {
    const built = join("node_modules", name, "build");
    if (existsSync(join(root, built)) && existsSync(join(into, "node_modules", name)))
      cpSync(join(root, built), join(into, built), { recursive: true });
  }
}

function expect(what, holds) {
  if (!holds) throw new Error(what);
}

try {
  run(folder, "git", "clone", "--quiet", "--depth", "1", `file://${root}`, clone);
  run(clone, "npm", "ci", "--omit=dev", "--ignore-scripts");
  takeBinaries(clone);
  expect("dev dependencies were installed", !existsSync(join(clone, "node_modules/typescript")));
  run(clone, "npm", "run", "prepare");
  const started = sandboxAnswers("npm", ["start"], { cwd: clone, env });
  mkdirSync(empty);
  const [{ filename }] = JSON.parse(
    run(clone, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", folder),
  );
  await started;
  // Of the same versions npm would take half a minute to find again.
  renameSync(join(clone, "node_modules"), join(empty, "node_modules"));
  rmSync(clone, { recursive: true });
  run(empty, "npm", "install", "--ignore-scripts", join(folder, filename));
  const bin = join(empty, "node_modules/.bin/suanpan");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect("--version is not the package's", run(empty, bin, "--version") === `${version}\n`);
  const without = sandboxAnswers(bin, [], { cwd: folder, env });
  run(empty, bin, "init");
  const within = sandboxAnswers(bin, [], { cwd: empty, env });
  run(empty, bin, "check");
  const story = "playbooks/tea-town/transcripts/welcome.txt";
  run(empty, bin, "chat", "--client", "tea-town", "--script", story);
  expect("without samples it doesn't speak of init", (await without).includes("suanpan init"));
  expect("with samples it still speaks of init", !(await within).includes("suanpan init"));
  console.log(JSON.stringify({ package: filename, ok: true }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
