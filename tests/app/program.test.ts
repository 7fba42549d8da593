import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { samplesInstead } from "../../src/app/program.js";

const home = process.cwd();
const own = { playbooks: "playbooks", personas: "personas" };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-program-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

test("a folder without playbooks and personas has the package's", () => {
  const samples = samplesInstead(own);
  expect(samples).toEqual({ playbooks: join(home, "playbooks"), personas: join(home, "personas") });
  expect(Object.values(samples ?? {}).map((path) => existsSync(path))).toEqual([true, true]);
});

test.each(["playbooks", "personas"])(
  "one with %s of its own doesn't, lest two be mixed",
  (name) => {
    mkdirSync(name);
    expect(samplesInstead(own)).toBeUndefined();
  },
);

test.each([{ playbooks: "elsewhere" }, { personas: "elsewhere" }])(
  "a folder that somebody named is not replaced: %j",
  (named) => expect(samplesInstead({ ...own, ...named })).toBeUndefined(),
);
