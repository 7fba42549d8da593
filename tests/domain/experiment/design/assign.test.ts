import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fnv1a32 } from "../../../../src/core/hash.js";
import {
  assignSet,
  type BucketRange,
  bucketRanges,
  chooseArm,
  hashUnit,
  levelsUnder,
  memberCoins,
} from "../../../../src/domain/experiment/design/assign.js";
import { pairGroups } from "../../../../src/domain/experiment/design/pairing.js";

const cases = JSON.parse(readFileSync("tests/cases/stats.json", "utf8"));
// biome-ignore lint/suspicious/noExplicitAny: each case has its own shape
const known = (id: string): any => cases.find((one: { id: string }) => one.id === id);

test("H01: GrowthBook's hash version 2 (version 1 and unknown versions are not offered)", () => {
  const { input, expected } = known("H01");
  for (const [i, { seed, value, version }] of input.entries())
    if (version === 2) expect(hashUnit(seed, value)).toBe(expected[i]);
});

test("H02: ranges of arms", () => {
  const { input, expected } = known("H02");
  for (const [i, { numVariations, coverage, weights }] of input.entries())
    for (const [k, range] of bucketRanges(
      numVariations,
      coverage,
      weights ?? undefined,
    ).entries()) {
      expect(range[0]).toBeCloseTo(expected[i][k][0], 9);
      expect(range[1]).toBeCloseTo(expected[i][k][1], 9);
    }
});

test("H03: the arm of a number", () => {
  const { input, expected } = known("H03");
  expect(
    input.map(({ n, ranges }: { n: number; ranges: BucketRange[] }) => chooseArm(n, ranges)),
  ).toEqual(expected);
});

test("the fast hash is the plain one: fnv1a32 of the digits of fnv1a32", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme-ascii" }),
      fc.string({ unit: "grapheme-ascii" }),
      (a, b) => {
        expect(levelsUnder(a)(b) / 10_000).toBe(hashUnit(a, b));
        expect(hashUnit(a, b)).toBe((fnv1a32(String(fnv1a32(a + b))) % 10_000) / 10_000);
      },
    ),
  );
});

test("an id that isn't ASCII is a user's mistake", () => {
  expect(() => hashUnit("threshold:1", "茶友一群")).toThrow("EXPERIMENT_ID_ASCII");
});

const THRESHOLD = { experiment: "threshold", arms: ["a", "b"] };

test("where a coin decides two blocks, the pair changes arms in the second and a new coin falls in the third", () => {
  const pairs = Array.from({ length: 2000 }, (_, block) =>
    assignSet({ ...THRESHOLD, blocksPerCoin: 2 }, block, ["g1", "g2"]).map(({ arm }) => arm),
  );
  const first = (block: number) => pairs[block]?.[0];
  const starts = Array.from({ length: 1000 }, (_, i) => 2 * i);
  for (const block of starts) {
    expect(pairs[block + 1]).toEqual(pairs[block]?.toReversed());
    expect(first(block)).toBe(assignSet(THRESHOLD, block, ["g1", "g2"])[0]?.arm);
  }
  // Four standard errors of 1,000 fair coins.
  const a = starts.filter((block) => first(block) === "a").length;
  const same = starts.filter((block) => first(block) === first(block + 2)).length;
  expect(Math.abs(a - 500)).toBeLessThan(64);
  expect(Math.abs(same - 500)).toBeLessThan(64);
});

test("assignment is stable, gives each arm once per set, and is a fair coin over blocks and pairs", () => {
  const counts = new Map<string, number>();
  let same = 0;
  let before = "";
  for (let block = 0; block < 4000; block += 1) {
    const pair = assignSet(THRESHOLD, block, ["g1", "g2"]);
    expect(pair).toEqual(assignSet(THRESHOLD, block, ["g1", "g2"]));
    expect(pair.map(({ arm }) => arm).sort()).toEqual(["a", "b"]);
    expect(pair[0]?.propensity).toBe(0.5);
    const first = pair[0]?.arm as string;
    counts.set(first, (counts.get(first) ?? 0) + 1);
    same += Number(first === before);
    before = first;
  }
  // Four standard errors of 4,000 fair coins.
  expect(Math.abs((counts.get("a") ?? 0) - 2000)).toBeLessThan(127);
  expect(Math.abs(same - 2000)).toBeLessThan(127);
});

test("a pair's coin is GrowthBook's range: the first half keeps the order of the arms", () => {
  for (let block = 0; block < 50; block += 1) {
    const [first] = assignSet(THRESHOLD, block, ["g1", "g2"]);
    expect(first?.arm).toBe(hashUnit(`threshold:${block}`, "g1|g2") < 0.5 ? "a" : "b");
  }
});

test("three arms: all six orders come equally often", () => {
  const counts = new Map<string, number>();
  for (let block = 0; block < 6000; block += 1) {
    const order = assignSet({ experiment: "hours", arms: ["a", "b", "c"] }, block, ["x", "y", "z"]);
    const key = order.map(({ arm }) => arm).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

test("members fall to arms by their shares, each with its propensity", () => {
  const arms = [
    { key: "now", share: 0.2 },
    { key: "later", share: 0.8 },
  ];
  let now = 0;
  const coin = memberCoins("coupon", "push1", arms);
  for (let member = 0; member < 5000; member += 1) {
    const { arm, propensity } = coin(`m${member}`);
    now += Number(arm === "now");
    expect(propensity).toBe(arm === "now" ? 0.2 : 0.8);
  }
  expect(Math.abs(now - 1000)).toBeLessThan(114);
});

test("groups are matched with their neighbours in rate; an odd one out is the loneliest", () => {
  const rates = { g1: 0, g2: 2, g3: 0.1, g4: 9, g5: 2.1 };
  const { sets, left } = pairGroups(
    Object.entries(rates).map(([group, logRate]) => ({ group, logRate })),
  );
  expect(sets).toEqual([
    ["g1", "g3"],
    ["g2", "g5"],
  ]);
  expect(left).toEqual(["g4"]);
});
