import { expect, test } from "vitest";
import { analyze } from "../../../../src/domain/experiment/analysis/analysis.js";
import type { Row } from "../../../../src/domain/experiment/data/data.js";
import { type Design, designSchema } from "../../../../src/domain/experiment/design/design.js";
import { pairsOf, simulate } from "../../../support/validity/worlds.js";

const design = (change: Partial<Design> = {}): Design =>
  designSchema.parse({
    design: "switchback",
    arms: ["a", "b"],
    primary: "orders_per_member",
    horizon: 28,
    pairs: pairsOf(8),
    ...change,
  });
const { pairs: _, ...unpaired } = design({ design: "member" });
const world = { world: "poisson", groups: 8, days: 28, lift: 0.3, seed: "story" } as const;
const grown = simulate(world);

/** Two weeks of coins for members; the second arm brings a half more. */
const members = Array.from({ length: 14 }, (_each, i) =>
  (["a", "b"] as const).map(
    (arm): Row => ({
      ...{ group: "g1", day: i + 1, arm, line: 0, members: 200 },
      orders: arm === "b" ? 30 : 20,
    }),
  ),
).flat();

const until = (rows: readonly Row[], last: number) => rows.filter(({ day }) => day <= last);
const rejected = (of: Design, rows: readonly Row[]) =>
  analyze(of, rows).looks.map((look) => look.rejected);

test.each([
  ["groups", design(), grown],
  ["members", unpaired as Design, members],
] as const)(
  "%s: no look before the rejection says so, that one and all after it do",
  (_n, of, rows) => {
    const { looks, stopped_on: stop, verdict } = analyze(of, rows);
    expect(verdict).toBe("effective");
    const day = stop as number;
    // There are looks before and after, so that the boundary is seen from both sides.
    expect(day).toBeGreaterThan(2);
    expect(day).toBeLessThan(looks.length - 1);
    expect(looks.map((look) => look.rejected)).toEqual(looks.map((look) => look.day >= day));
  },
);

test.each([
  ["groups", design(), grown],
  ["members", unpaired as Design, members],
] as const)("%s: a look says on its day what it says later", (_name, of, rows) => {
  const day = analyze(of, rows).stopped_on as number;
  expect(rejected(of, until(rows, day - 1))).toEqual(Array(day - 1).fill(false));
  expect(rejected(of, until(rows, day))).toEqual([...Array(day - 1).fill(false), true]);
  expect(rejected(of, until(rows, day + 1))).toEqual([...Array(day - 1).fill(false), true, true]);
});

test("where nothing is rejected no look says so, though the verdict may be no difference", () => {
  const calm = simulate({ ...world, lift: 0 });
  const found = analyze(design({ smallest_interesting: 0.5 }), calm);
  expect(found.verdict).toBe("no_difference");
  expect(found.looks.filter((look) => look.rejected)).toEqual([]);
});

test("a design that can't answer rejects at no look, though drawn paths would by luck", () => {
  // Five coins attain 2/32, just above α; of the drawn paths less than α may be as extreme.
  const five = simulate({ ...world, groups: 2, lift: 4 }).filter(({ day }) => day < 1 || day > 23);
  for (const seed of "abcdefgh") {
    const found = analyze(design({ pairs: pairsOf(2), alpha: 0.0624, seed }), five);
    expect(found).toMatchObject({
      verdict: "unanswerable",
      attainable_p: 2 / 32,
      stopped_on: null,
    });
    expect(found.looks).toHaveLength(28);
    expect(found.looks.filter((look) => look.rejected)).toEqual([]);
  }
});

test("both clocks: a look is rejected by the horizon's clock alone, on its own day", () => {
  const strong = simulate({ ...world, lift: 1.5 });
  const both = rejected(design({ clocks: "both" }), strong);
  const alone = rejected(design({ alpha: 0.045 }), strong);
  expect(both).toEqual(alone);
  expect(both).toContain(true);
});
