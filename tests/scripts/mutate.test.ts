import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { choose } from "../../scripts/mutate/choose.js";
import { mutated, mutationsOf, parses } from "../../scripts/mutate/mutations.js";
import { importersOf, testsOf } from "../../scripts/mutate/related.js";
import { reportOf } from "../../scripts/mutate/report.js";
import { failedIn, type Outcome } from "../../scripts/mutate/trial.js";

const FILE = "src/shop/open.ts";
/** What can become of a source: each fault planted, the whole text. */
const faults = (source: string) =>
  mutationsOf(source, FILE).map((mutation) => mutated(source, mutation));

test.each([
  ["a < b;", ["a <= b;"]],
  ["a <= b;", ["a < b;"]],
  ["a > b;", ["a >= b;"]],
  ["a >= b;", ["a > b;"]],
  ["a === b;", ["a !== b;"]],
  ["a && b;", ["a || b;"]],
  ["a || b;", ["a && b;"]],
  ["a ?? b;", ["b;"]],
  ["() => a ?? { b };", ["() => ({ b });"]],
  ["if (a) b;", ["if (!(a)) b;"]],
  ["if (!a) b;", ["if (a) b;"]],
  ["if (a !== b) c;", ["if (a === b) c;"]],
  ["open(a);", [";"]],
  ["if (a === b) await open(c);", ["if (a !== b) await open(c);", "if (a === b) ;"]],
  ["a += b;", [";"]],
  ["const a = 1_000;", ["const a = 1001;"]],
  ["const a = true;", ["const a = false;"]],
  ["const a = false;", ["const a = true;"]],
  ["const a = b.filter(c).map(d);", ["const a = b.map(d);"]],
  ["const a = b ? c : d;", ["const a = b ? d : c;"]],
  ["const a = [b, ...c];", ["const a = [...c];", "const a = [b];"]],
])("%s", (source, expected) => {
  expect(faults(source)).toEqual(expected);
});

test.each([
  'import a from "b";',
  'export { a } from "b";',
  "type A = 1 | true | [B, C];",
  "interface A { b: 1 }",
  "const a = b as [1, 2];",
  "// a < b",
  'const a = ["营业中", "open now"];',
  'log.info({ a: 1, b: a < c }, "done");',
  "const a = { 1: b };",
])("nothing is planted in %s", (source) => {
  expect(faults(source)).toEqual([]);
});

const SOURCE = `export function isOpen(hour: number, days: readonly number[]): boolean {
  if (hour < 9 || hour >= 21) return false;
  tell(hour);
  return days.filter((day) => day > 5).length > 0;
}
`;
const sources = [
  { file: FILE, text: SOURCE },
  { file: "src/shop/a.ts", text: "export const a = [1, 2];\n" },
];
const drawn = (seed: string, count: number) => choose(sources, { seed, count });

test("a fault says where it stands and what it was", () => {
  const found = mutationsOf(SOURCE, FILE).map(({ line, before, after }) => [line, before, after]);
  expect(found).toContainEqual([2, "<", "<="]);
  expect(found).toContainEqual([3, "tell(hour);", ";"]);
  expect(found).toContainEqual([4, "days.filter((day) => day > 5)", "days"]);
});

test("the same seed draws the same faults, another seed others", () => {
  expect(drawn("1", 3)).toEqual(drawn("1", 3));
  const seeds = ["1", "2", "3", "4", "5"].map((seed) => JSON.stringify(drawn(seed, 3)));
  expect(new Set(seeds).size).toBeGreaterThan(1);
});

test("a line has one fault at most, and they stand in the order of their places", () => {
  const { mutations, invalid } = drawn("1", 40);
  expect(mutations.map(({ file, line }) => [file, line])).toEqual([
    ["src/shop/a.ts", 1],
    [FILE, 2],
    [FILE, 3],
    [FILE, 4],
  ]);
  expect(invalid).toBe(0);
  expect(parses("const a = ;", FILE)).toBe(false);
});

const folder = mkdtempSync(join(tmpdir(), "suanpan-related-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the nearest tests come first; who imports types only is not related", () => {
  const texts = {
    "a.ts": "export const a = 1;",
    "b.ts": 'export * from "./a.js";',
    "far.test.ts": 'const b = await import("./b.js");',
    "near.test.ts": 'import { a } from "./a.js";',
    "types.test.ts": 'import type { A } from "./a.js";',
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  const importers = importersOf(folder, Object.keys(texts));
  expect(testsOf("a.ts", importers)).toEqual(["near.test.ts", "far.test.ts"]);
  expect(testsOf("b.ts", importers)).toEqual(["far.test.ts"]);
});

test("the score is of those that tests could decide", () => {
  const [one] = mutationsOf(SOURCE, FILE);
  if (!one) throw new Error("no fault");
  const outcomes: readonly Outcome[] = [
    ...(["killed", "timedOut", "killed"] as const),
    ...(["survived", "caughtByCompiler", "undecided"] as const),
  ];
  const tried = outcomes.map((outcome) => ({ ...one, outcome }));
  const report = reportOf(tried, { invalid: 2, seed: "1" });
  expect(report).toMatchObject({ planted: 6, killed: 3, invalid: 2, score: 0.75 });
  expect(report.survived).toEqual([{ at: `${FILE}:2`, before: one.before, after: one.after }]);
});

test.each([
  [" FAIL  tests/a.test.ts > shop > is open\n", ["tests/a.test.ts"]],
  [" FAIL  |telegram| tests/a.test.ts > is open\n", ["tests/a.test.ts"]],
  [" FAIL  |wechat| tests/a.test.ts\n FAIL  |telegram| tests/a.test.ts > b\n", ["tests/a.test.ts"]],
  [" ✓ |telegram| tests/a.test.ts\n", []],
])("which files failed is read from %j", (output, files) => {
  expect(failedIn(output)).toEqual(files);
});
