import { expect, test } from "vitest";
import { analyze } from "../../../../src/domain/experiment/analysis/analysis.js";
import {
  type Block,
  memoryOf,
  observe,
  type Past,
} from "../../../../src/domain/experiment/data/drift.js";
import { designSchema } from "../../../../src/domain/experiment/design/design.js";
import { createRandom } from "../../../../src/domain/stats/random.js";

const block = (value: number, sign = 1): Block => ({ value, slope: 1, weight: 1, sign, days: 1 });

test("with a memory of two days, half of the drift is yesterday's, a quarter the day's before", () => {
  const memory = 2;
  const eve = observe(undefined, block(0.8), { memory });
  expect(eve).toEqual({ mean: 0.8, slope: 0, precision: 1, shares: new Map() });
  const first = observe(eve, block(0.2, -1), { memory, coin: 7 });
  // Half of the eve's precision is kept: (0.5 * 0.8 - 0.2) / 1.5.
  expect(first.mean).toBeCloseTo(0.2 / 1.5, 12);
  expect(first.slope).toBeCloseTo(-1 / 1.5, 12);
  expect(first.shares).toEqual(new Map([[7, -1 / 1.5]]));
  const second = observe(first, block(0.4), { memory, coin: 8 });
  const [older = 0, newer = 0] = [7, 8].map((coin) => second.shares.get(coin));
  expect(older).toBeCloseTo(-0.5 / 1.75, 12);
  expect(newer).toBeCloseTo(1 / 1.75, 12);
  // What a lift adds to the drift is what its coins have of it.
  expect(second.slope).toBeCloseTo(newer + older, 12);
  // A coin's second block, the arms changed about: what it has of the drift is the balance of both.
  const both = observe(first, block(0.4), { memory, coin: 7 });
  expect(both.shares.get(7)).toBeCloseTo((1 - 0.5) / 1.75, 12);
});

test("small parts are let go, so a long memory asks nothing of earlier coins", () => {
  let drift = observe(undefined, block(0.1), { memory: 14, coin: 0 });
  for (let coin = 1; coin < 28; coin += 1) drift = observe(drift, block(0.1), { memory: 14, coin });
  expect(drift.shares.size).toBe(0);
  expect(drift.mean).toBeLessThan(0.1);
});

/** Fourteen days of four pairs whose difference remembers so much of the day before. */
function pasts(remembered: number, seed: string): Past[] {
  const random = createRandom(seed);
  return Array.from({ length: 4 }, () => {
    let value = random.normal();
    const days = Array.from({ length: 14 }, () => {
      value = remembered * value + Math.sqrt(1 - remembered ** 2) * random.normal();
      return block(value);
    });
    return days.map((day) => ({ day, ahead: day }));
  });
}

test("the pre-period says how long to look back: all of it for noise, days for slow swings", () => {
  const chosen = (remembered: number) =>
    Array.from({ length: 20 }, (_, i) => memoryOf(pasts(remembered, `${remembered} ${i}`)));
  expect(chosen(0).filter((memory) => memory === 14).length).toBeGreaterThan(15);
  expect(chosen(0.9).filter((memory) => memory <= 4).length).toBeGreaterThan(15);
  expect(memoryOf([])).toBe(14);
  // Each of the memories is some pre-period's best.
  const found = [0, 0.3, 0.5, 0.7, 0.9].flatMap((remembered) => chosen(remembered));
  expect([...new Set(found)].sort((a, b) => a - b)).toEqual([2, 4, 7, 14]);
});

test("days on which nobody was counted yet, and groups that everybody left, are no trouble", () => {
  const days = Array.from({ length: 42 }, (_, i) => i - 13);
  const rows = ["g0", "g1"].flatMap((group, i) =>
    days.map((day) => ({
      group,
      day,
      line: 0,
      members: day < -6 || (i === 1 && day > 20) ? 0 : 100,
      orders: day < -6 || (i === 1 && day > 20) ? 0 : 5 + ((day * 7 + i * 3) % 5),
      ...(day < 1 ? {} : { arm: (day + i) % 2 === 0 ? "a" : "b" }),
    })),
  );
  const base = { design: "switchback", arms: ["a", "b"], pairs: [["g0", "g1"]] };
  const design = designSchema.parse({ ...base, primary: "orders_per_member", horizon: 28 });
  const { estimate, p } = analyze(design, rows);
  expect(p).toBeGreaterThan(0);
  expect(estimate.lift).toBeGreaterThan(-1);
});
