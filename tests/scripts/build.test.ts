import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
const at = (path: string) => join(folder, path);
const put = (path: string, text: string) => writeFileSync(at(path), text);
/** A time far enough from now that no clock's grain matters. */
const age = (path: string, minutes: number) => {
  const when = Date.now() / 1000 + 60 * minutes;
  utimesSync(at(path), when, when);
};
const compiler = () => symlinkSync(resolve("node_modules"), at("node_modules"));

function build() {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/build.mjs"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stderr };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-build-"));
  for (const name of ["scripts", "src/part"]) mkdirSync(at(name), { recursive: true });
  cpSync("scripts/build.mjs", at("scripts/build.mjs"));
  cpSync("tsconfig.json", at("tsconfig.json"));
  put("package.json", '{ "type": "module" }');
  put("src/main.ts", "#!/usr/bin/env node\nconst n: number = 1;\nconsole.log(n);\n");
  put("src/part/part.ts", "export type Part = string;\n");
  put("src/part/outside.d.ts", "declare module 'outside';\n");
  put("src/part/texts.en.yaml", "hello: hello\n");
  put("src/part/notes.yaml", "of no use to the program\n");
  for (const name of ["package.json", "tsconfig.json", "src/main.ts", "src/part/part.ts"])
    age(name, -60);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("modules are compiled, texts copied, and what is of neither goes", () => {
  compiler();
  mkdirSync(at("dist"));
  put("dist/gone.js", "");
  expect(build()).toEqual({ status: 0, stderr: "" });
  expect(readFileSync(at("dist/main.js"), "utf8")).toMatch(/^#!.*\nconst n = 1;/);
  expect(readFileSync(at("dist/part/texts.en.yaml"), "utf8")).toBe("hello: hello\n");
  for (const [name, there] of [
    ["part/part.js", true],
    ["part/part.js.map", true],
    ["part/outside.d.js", false],
    ["part/notes.yaml", false],
    ["gone.js", false],
  ] as const)
    expect([name, existsSync(at(join("dist", name)))]).toEqual([name, there]);
});

test("only what is older than its sources is written anew", () => {
  compiler();
  expect(build().status).toBe(0);
  put("dist/part/part.js", "kept");
  expect(build()).toEqual({ status: 0, stderr: "" });
  expect(readFileSync(at("dist/part/part.js"), "utf8")).toBe("kept");
  age("src/part/texts.en.yaml", 1);
  expect(build().status).toBe(0);
  expect(readFileSync(at("dist/part/part.js"), "utf8")).not.toBe("kept");
});

test("without a compiler what is built starts, and what isn't says what to do", () => {
  expect(build()).toEqual({
    status: 1,
    stderr: expect.stringMatching(/没有.*npm ci[\s\S]*missing.*npm ci/),
  });
  compiler();
  expect(build().status).toBe(0);
  rmSync(at("node_modules"));
  expect(build()).toEqual({ status: 0, stderr: "" });
  age("src/main.ts", 1);
  expect(build()).toEqual({
    status: 1,
    stderr: expect.stringMatching(/比 src\/ 旧[\s\S]*older than src\/.*npm ci/),
  });
});

test("a mistake in a source is told with its place", () => {
  compiler();
  put("src/part/part.ts", "export const = 1;\n");
  expect(build()).toEqual({ status: 1, stderr: expect.stringContaining("src/part/part.ts:1:13") });
});
