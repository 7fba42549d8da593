import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createResume } from "../../../src/platform/wechat/resume.js";

let folder: string;
const file = () => join(folder, "resume.json");
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-resume-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("what was set is there after a restart, and what was deleted isn't", async () => {
  const first = createResume(file());
  await first.set("a", "1");
  await first.set("b", "2");
  await first.delete("a");
  await turn();
  const second = createResume(file());
  expect([await second.get("a"), await second.get("b")]).toEqual([undefined, "2"]);
});

test.each(["", "no JSON", "null", "[1]", `{"a":1}`])(
  "a file that holds %j is none",
  async (text) => {
    writeFileSync(file(), text);
    const resume = createResume(file());
    expect(await resume.get("a")).toBeUndefined();
    await resume.set("a", "1");
    await turn();
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ a: "1" });
  },
);

test("a disk that can't be written keeps nobody from going on", async () => {
  const resume = createResume(join(folder, "missing", "resume.json"));
  await resume.set("a", "1");
  await turn();
  expect(await resume.get("a")).toBe("1");
});
