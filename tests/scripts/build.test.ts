import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Checkout, openCheckout } from "../support/checkout.js";

let checkout: Checkout;
beforeEach(() => {
  checkout = openCheckout();
});
afterEach(() => checkout.close());

function build() {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/build.mjs"], {
    cwd: checkout.folder,
    encoding: "utf8",
  });
  return { status, stderr };
}
const read = (path: string) => readFileSync(checkout.at(path), "utf8");

test("modules are compiled, texts copied, and what is of neither goes", () => {
  checkout.compiler();
  mkdirSync(checkout.at("dist"));
  checkout.put("dist/gone.js", "");
  expect(build()).toEqual({ status: 0, stderr: "" });
  expect(read("dist/main.js")).toMatch(/^#!.*\n.*\nconst n = 1;/);
  expect(read("dist/part/texts.en.yaml")).toBe("hello: hello\n");
  for (const [name, there] of [
    ["part/part.js", true],
    ["part/part.js.map", true],
    ["part/outside.d.js", false],
    ["part/notes.yaml", false],
    ["gone.js", false],
    ["main.js.new", false],
  ] as const)
    expect([name, existsSync(checkout.at(join("dist", name)))]).toEqual([name, there]);
});

test("only what is older than its sources is written anew", () => {
  checkout.compiler();
  expect(build().status).toBe(0);
  checkout.put("dist/part/part.js", "kept");
  expect(build()).toEqual({ status: 0, stderr: "" });
  expect(read("dist/part/part.js")).toBe("kept");
  checkout.age("src/part/texts.en.yaml", 1);
  expect(build().status).toBe(0);
  expect(read("dist/part/part.js")).not.toBe("kept");
});

test("what a build leaves that was cut short is not taken for up to date", () => {
  checkout.compiler();
  expect(build().status).toBe(0);
  checkout.put("src/zone.ts", "export const zone = 1;\n");
  mkdirSync(checkout.at("dist/zone.js/in-the-way"), { recursive: true });
  expect(build()).toEqual({
    status: 1,
    stderr: expect.stringMatching(/dist .*写不进去.*zone\.js[\s\S]*can't be written.*zone\.js/),
  });
  rmSync(checkout.at("dist/zone.js"), { recursive: true });
  expect(build()).toEqual({ status: 0, stderr: "" });
  expect(read("dist/zone.js")).toContain("zone = 1");
});

test("without a compiler what is built starts, and what isn't says what to do", () => {
  expect(build()).toEqual({
    status: 1,
    stderr: expect.stringMatching(/还没有.*npm ci[\s\S]*holds no program yet.*npm ci/),
  });
  checkout.compiler();
  expect(build().status).toBe(0);
  rmSync(checkout.at("node_modules"));
  expect(build()).toEqual({ status: 0, stderr: "" });
  checkout.age("src/main.ts", 1);
  expect(build()).toEqual({
    status: 1,
    stderr: expect.stringMatching(/比 src\/ 旧[\s\S]*older than src\/.*npm ci/),
  });
});

test("a mistake in a source is told with its place, and asks for no installation", () => {
  checkout.compiler();
  checkout.put("src/part/part.ts", "export const = 1;\n");
  const { status, stderr } = build();
  expect(status).toBe(1);
  expect(stderr).toContain("src/part/part.ts:1:13");
  expect(stderr).toMatch(/改正上面各处[\s\S]*Correct the places above/);
  expect(stderr).not.toContain("npm ci");
});
