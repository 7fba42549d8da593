import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { build } from "../support/process.js";

beforeAll(build);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-env-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program in the folder, with these variables and no others. */
const run = (env: Readonly<Record<string, string>>, ...words: readonly string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const child = execFile(
      process.execPath,
      [resolve("dist/main.js"), ...words],
      { cwd: folder, env: { PATH: process.env.PATH, ...env } },
      (_error, out, err) => done({ code: child.exitCode ?? -1, out, err }),
    );
    child.stdin?.end();
  });
const write = (text: string, name = ".env") => writeFileSync(join(folder, name), text);
/** A folder that isn't there is told by its name. */
const NO_FOLDER = /There is no folder (\S+)\./;
const playbooksOf = async (env: Readonly<Record<string, string>>) =>
  NO_FOLDER.exec((await run({ SUANPAN_LANG: "en", ...env }, "check")).err)?.[1];

test("what stands in .env is read, in the shell's way of writing it; the environment comes first", async () => {
  expect(await playbooksOf({})).toBe("playbooks");
  write('# mine\nexport SUANPAN_PLAYBOOKS="from file" # quoted\n');
  expect((await run({ SUANPAN_LANG: "en" }, "check")).err).toContain("no folder from file.");
  write("SUANPAN_PLAYBOOKS=file\n");
  expect(await playbooksOf({})).toBe("file");
  expect(await playbooksOf({ SUANPAN_PLAYBOOKS: "environment" })).toBe("environment");
  // What is set to nothing counts as absent, and the file doesn't change that.
  expect(await playbooksOf({ SUANPAN_PLAYBOOKS: "" })).toBe("playbooks");
});

test("SUANPAN_ENV_FILE names another file, or none", async () => {
  write("SUANPAN_PLAYBOOKS=file\n");
  write("SUANPAN_PLAYBOOKS=other\n", "bot.env");
  expect(await playbooksOf({ SUANPAN_ENV_FILE: "bot.env" })).toBe("other");
  expect(await playbooksOf({ SUANPAN_ENV_FILE: "off" })).toBe("playbooks");
  const { code, out, err } = await run(
    { SUANPAN_LANG: "en", SUANPAN_ENV_FILE: "none.env" },
    "check",
  );
  expect([code, out, err]).toEqual([
    2,
    "",
    expect.stringMatching(/none\.env can't be read \(ENOENT\)/),
  ]);
});

test("the language may stand in it, and comes before the terminal's", async () => {
  write("SUANPAN_LANG=en\n");
  expect((await run({ LANG: "zh_CN.UTF-8" }, "--help")).out).toContain("Usage: suanpan");
  expect((await run({ LANG: "en_US.UTF-8", SUANPAN_LANG: "zh-CN" }, "--help")).out).toContain(
    "用法: suanpan",
  );
  const { code, err } = await run({}, "backpu");
  expect([code, err]).toEqual([2, expect.stringContaining("Did you mean suanpan backup?")]);
});

test("nothing is printed beside what the command says", async () => {
  write("SUANPAN_LANG=en\n");
  expect((await run({}, "--version")).err).toBe("");
});
