import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runCli } from "../../src/cli/cli.js";
import { canMount, mountSmallDisk } from "../support/small-disk.js";

const SAMPLES = [
  ".env.example",
  "persona.schema.json",
  "personas",
  "playbook.schema.json",
  "playbooks",
];
const home = process.cwd();
const before = { ...process.env };
let folder: string;
let said: string;

beforeEach(() => {
  said = "";
  const hear = (text: unknown) => {
    said += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(hear);
  vi.spyOn(process.stderr, "write").mockImplementation(hear);
  delete process.env.SUANPAN_PLAYBOOKS;
  delete process.env.SUANPAN_PERSONAS;
  process.env.LANG = "en_US.UTF-8";
  folder = mkdtempSync(join(tmpdir(), "suanpan-init-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  process.env = { ...before };
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const suanpan = (...words: readonly string[]) => runCli(["node", "suanpan", ...words]);
/** Every file below a folder with what stands in it, a link with where it leads. */
const contents = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: "utf8" }).flatMap((name) => {
      const entry = lstatSync(join(path, name));
      if (entry.isDirectory()) return [];
      if (entry.isSymbolicLink()) return [[name, `-> ${readlinkSync(join(path, name))}`]];
      return [[name, readFileSync(join(path, name), "utf8")]];
    }),
  );

test("an empty folder gets the samples, which are right, and what to do next", async () => {
  expect(await suanpan("init")).toBe(0);
  expect(readdirSync(".").sort()).toEqual(SAMPLES);
  for (const name of ["playbooks", "personas"])
    expect(contents(name)).toEqual(contents(join(home, name)));
  for (const word of ["suanpan check", "npx suanpan", "cp .env.example .env"])
    expect(said).toContain(word);
});

test("editors find the schema that each sample names", async () => {
  await suanpan("init");
  const files = ["playbooks", "personas"].flatMap((name) =>
    Object.keys(contents(name)).flatMap((file) => (/\.yaml$/.test(file) ? [join(name, file)] : [])),
  );
  const named = files.flatMap((file) => {
    const [, schema] =
      /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(file, "utf8")) ?? [];
    return schema === undefined ? [] : [join(dirname(file), schema)];
  });
  expect(new Set(named)).toEqual(new Set(["playbook.schema.json", "persona.schema.json"]));
  for (const schema of named)
    expect(JSON.parse(readFileSync(schema, "utf8"))).toHaveProperty("$schema");
});

test("what is there stays as it is, and is named", async () => {
  mkdirSync("playbooks/mine", { recursive: true });
  writeFileSync("playbooks/mine/playbook.yaml", "mine");
  writeFileSync("personas", "a file");
  symlinkSync("nowhere", ".env.example");
  const mine = contents(".");
  expect(await suanpan("init")).toBe(0);
  expect(contents(".")).toMatchObject(mine);
  expect(existsSync("playbooks/tea-town")).toBe(false);
  expect(said).toMatch(/there already.*: playbooks, personas, and \.env\.example/);
  expect(said).toMatch(/^Copied .*: playbook\.schema\.json and persona\.schema\.json/m);
});

test("a second time nothing is copied", async () => {
  await suanpan("init");
  const first = contents(".");
  said = "";
  expect(await suanpan("init")).toBe(0);
  expect(contents(".")).toEqual(first);
  expect(said).not.toMatch(/Copied/);
});

test("in a Chinese terminal it is said in Chinese", async () => {
  process.env.LANG = "zh_CN.UTF-8";
  mkdirSync("playbooks");
  expect(await suanpan("init")).toBe(0);
  expect(said).toMatch(/没有动：playbooks/);
  expect(said).toMatch(/接下来/);
});

const diskTest = canMount() ? test : test.skip;
diskTest(
  "a disk that fills says what is not whole (skipped where no disk can be mounted)",
  async () => {
    const disk = mountSmallDisk(64);
    try {
      process.chdir(disk.folder);
      expect(await suanpan("init")).toBe(2);
      expect(said).toMatch(
        /^The disk is full, so playbook\.schema\.json was not written; make room, then run it again\.$/m,
      );
      expect(readdirSync(".").sort()).toEqual(["personas", "playbooks"]);
      for (const name of ["playbooks", "personas"])
        expect(contents(name)).toEqual(contents(join(home, name)));
    } finally {
      process.chdir(home);
      disk.close();
    }
  },
);

describe("without playbooks", () => {
  test("what needs them says how to get samples", async () => {
    for (const words of [["check"], ["chat", "--client", "tea-town"]]) {
      said = "";
      expect(await suanpan(...words)).toBe(2);
      expect(said).toMatch(/^There is no folder playbooks\..*suanpan init.*SUANPAN_PLAYBOOKS/);
    }
    cpSync(join(home, "playbooks"), "playbooks", { recursive: true });
    said = "";
    expect(await suanpan("check")).toBe(2);
    expect(said).toMatch(/^There is no folder personas\..*SUANPAN_PERSONAS/);
  });
});
