import fc from "fast-check";
import { expect, test } from "vitest";
import {
  confidenceInterval,
  equivalentLook,
  pointEstimate,
} from "../../../src/domain/stats/confidence.js";
import { completeRandomisation, fairCoins } from "../../../src/domain/stats/law.js";
import { walkPaths } from "../../../src/domain/stats/paths.js";
import { permutationTest, signFlipTest } from "../../../src/domain/stats/permutation.js";
import { plainP, rejectingLook, statisticAt } from "../../../src/domain/stats/sequential.js";
import { spent } from "../../../src/domain/stats/spending.js";

/** One pair a day, D as given, everything known at once. */
const daily = (differences: readonly number[], draws = 1999) =>
  walkPaths(
    fairCoins(differences.length, draws, "test"),
    differences.map((value, i) => ({
      fraction: (i + 1) / differences.length,
      changes: [{ coin: i, value, slope: 1 }],
    })),
  );

test.each([
  [0, 0],
  [0.5, 0.003051],
  [1, 0.05],
  [1.7, 0.05],
])("by %p of the horizon %p of 5 %% may be spent", (fraction, wanted) => {
  expect(spent(fraction, 0.05)).toBeCloseTo(wanted, 5);
});

test("a steady difference is rejected before the horizon, and the statistic is S/√ΣD²", () => {
  const paths = daily(Array.from({ length: 28 }, (_, i) => 0.3 + 0.01 * (i % 3)));
  const look = rejectingLook(paths, 0, 0.05);
  expect(look).toBeGreaterThan(5);
  expect(look).toBeLessThan(20);
  expect(statisticAt(paths, 27)).toBeCloseTo(Math.sqrt(28), 1);
  expect(plainP(paths, 27)).toBe(1 / 2000);
});

test("equal sums are ties, and ties are never rejected", () => {
  expect(rejectingLook(daily(new Array(20).fill(0)), 0, 0.05)).toBe(-1);
  // Four coins: the largest |S| is shared by 2 of 16 outcomes, more than 5 %.
  expect(rejectingLook(daily([1, 1, 1, 1]), 0, 0.05)).toBe(-1);
  // Six coins: 2 of 64 is less.
  expect(rejectingLook(daily([1, 1, 1, 1, 1, 1]), 0, 0.05)).toBe(5);
});

test("with few coins every outcome is listed, and p is that of the exact sign-flip test", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 10 }),
      (ds) => {
        const paths = daily(ds);
        expect(paths.count).toBe(2 ** ds.length);
        const exact = signFlipTest(ds, { draws: 1, seed: "" });
        expect(plainP(paths, ds.length - 1)).toBe(exact.twoSided);
      },
    ),
  );
});

test("over all outcomes of the coins, at most α of them reject: exact for any data", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 7, maxLength: 7 }),
      fc.constantFrom(0.05, 0.1, 0.2),
      (sizes, alpha) => {
        let rejections = 0;
        for (let outcome = 0; outcome < 128; outcome += 1)
          if (
            rejectingLook(daily(sizes.map((d, i) => ((outcome >> i) & 1 ? -d : d))), 0, alpha) >= 0
          )
            rejections += 1;
        expect(rejections / 128).toBeLessThanOrEqual(alpha);
      },
    ),
    { numRuns: 20 },
  );
});

test("a coin whose value changes counts once, at its latest value", () => {
  const law = fairCoins(8, 1999, "test");
  const coins = [0, 1, 2, 3, 4, 5, 6, 7];
  const twice = walkPaths(law, [
    { fraction: 0.5, changes: coins.map((coin) => ({ coin, value: 5, slope: 0.5 })) },
    { fraction: 1, changes: coins.map((coin) => ({ coin, value: coin, slope: 1 })) },
  ]);
  const once = walkPaths(law, [
    { fraction: 1, changes: coins.map((coin) => ({ coin, value: coin, slope: 1 })) },
  ]);
  expect(plainP(twice, 1)).toBe(plainP(once, 0));
  expect(statisticAt(twice, 1)).toBeCloseTo(statisticAt(once, 0), 12);
});

test("the interval holds the estimate, moves with the data, and its ends are just not rejected", () => {
  const noise = Array.from({ length: 28 }, (_, i) => Math.sin(i * 12.9898) * 0.5);
  const paths = daily(noise);
  const shifted = daily(noise.map((d) => d + 0.7));
  const at = confidenceInterval(paths, 0.05) as { low: number; high: number };
  const moved = confidenceInterval(shifted, 0.05) as { low: number; high: number };
  expect(at.low).toBeLessThan(pointEstimate(paths));
  expect(at.high).toBeGreaterThan(pointEstimate(paths));
  expect(moved.low - at.low).toBeCloseTo(0.7, 4);
  expect(moved.high - at.high).toBeCloseTo(0.7, 4);
  expect(rejectingLook(paths, at.high - 1e-6, 0.05)).toBe(-1);
  expect(rejectingLook(paths, at.high + 1e-4, 0.05)).toBeGreaterThanOrEqual(0);
});

test("early looks bound nothing", () => {
  const paths = daily([0.4, 0.5]);
  expect(confidenceInterval(paths, 0.05)).toEqual({ low: -Infinity, high: Infinity });
});

test("differences far inside the margin are called no practical difference, large ones never", () => {
  const small = Array.from({ length: 28 }, (_, i) => 0.01 * Math.sin(i * 7.1));
  expect(equivalentLook(daily(small), Math.log(1.05), 0.05)).toBeGreaterThan(0);
  expect(equivalentLook(daily(small.map((d) => d + 0.5)), Math.log(1.05), 0.05)).toBe(-1);
});

test("complete randomisation lists C(6,3) outcomes once each, what was observed first", () => {
  const law = completeRandomisation([true, false, true, false, true, false], 1999, "test");
  expect([law.paths, law.exact]).toEqual([20, true]);
  const found = permutationTest([10, 1, 11, 2, 12, 3], [true, false, true, false, true, false], {
    draws: 1999,
    seed: "test",
  });
  expect(found.statistic).toBeCloseTo(9, 12);
  expect(found.oneSided).toBe(1 / 20);
  expect(found.twoSided).toBe(2 / 20);
});

test("sampled paths are fair and each coin independent of the next", () => {
  const law = fairCoins(40, 1999, "fair");
  const [a, b] = [new Float64Array(2000), new Float64Array(2000)];
  for (let coin = 0; coin < 39; coin += 1) {
    law.fill(coin, a);
    law.fill(coin + 1, b);
    const mean = a.reduce((sum, x) => sum + x, 0) / 2000;
    const cross = a.reduce((sum, x, i) => sum + x * (b[i] as number), 0) / 2000;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(cross)).toBeLessThan(0.1);
    expect(a[0]).toBe(1);
  }
});
