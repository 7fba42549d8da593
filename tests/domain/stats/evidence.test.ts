import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialTest } from "../../../src/domain/stats/binomial.js";
import {
  betOnEvents,
  betOnPairs,
  betOnTosses,
  evidenceOf,
  sharedEvidence,
  startEProcess,
} from "../../../src/domain/stats/e-process.js";
import { betaMixture, sampleRatio } from "../../../src/domain/stats/e-values.js";
import { eBenjaminiHochberg, holm } from "../../../src/domain/stats/multiplicity.js";

test("over all outcomes of the coins the e-value averages 1, whatever the data and the prior", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0.01, max: 5, noNaN: true }),
      (rs, variance) => {
        let total = 0;
        for (let outcome = 0; outcome < 2 ** rs.length; outcome += 1) {
          let state = startEProcess({ variance });
          for (const [i, r] of rs.entries())
            state = betOnPairs(state, [(outcome >> i) & 1 ? -r : r]);
          total += evidenceOf(state);
        }
        expect(total / 2 ** rs.length).toBeCloseTo(1, 6);
      },
    ),
  );
});

test("tosses with a logged propensity average 1 as well", () => {
  const rs = [0.4, -1, 0.1];
  const p = 0.2;
  let total = 0;
  for (let outcome = 0; outcome < 8; outcome += 1) {
    let state = startEProcess({ variance: 0.3 });
    let chance = 1;
    for (const [i, r] of rs.entries()) {
      const treated = ((outcome >> i) & 1) === 1;
      chance *= treated ? p : 1 - p;
      state = betOnTosses(state, [{ treated, r, p }]);
    }
    total += chance * evidenceOf(state);
  }
  expect(total).toBeCloseTo(1, 9);
});

test("events are tosses whose residual is 1", () => {
  const one = { r: 1, p: 0.3 };
  const state = startEProcess({ variance: 1 });
  const tosses = betOnTosses(state, [
    { ...one, treated: true },
    { ...one, treated: true },
    { ...one, treated: false },
  ]);
  const events = betOnEvents(state, { events: 3, treated: 2, p: 0.3 });
  expect(evidenceOf(events)).toBeCloseTo(evidenceOf(tosses), 12);
});

test("a steady lift makes the evidence grow, a prior on it makes it grow faster, E stays finite arithmetic", () => {
  const days = Array.from({ length: 200 }, () => [0.4, 0.2, 0.3]);
  const run = (weights?: number[]) =>
    days
      .slice(0, 10)
      .reduce((s, day) => betOnPairs(s, day), startEProcess({ variance: 0.3, weights }));
  expect(evidenceOf(run())).toBeGreaterThan(20);
  expect(evidenceOf(run([0, 0, 0, 0, 0, 0, 0.5, 0.5]))).toBeGreaterThan(evidenceOf(run()));
  const long = days.reduce((s, day) => betOnPairs(s, day), startEProcess({ variance: 0.3 }));
  expect(Number.isNaN(evidenceOf(long))).toBe(false);
});

test.each([
  [{ variance: 0 }, "positive"],
  [{ variance: 1, weights: [1] }, "distribution"],
  [{ variance: 1, deltas: [0.1, 0.2], weights: [0.9, 0.2] }, "distribution"],
])("%p is refused", (options, why) => {
  expect(() => startEProcess(options)).toThrow(why);
});

test("clients share δ outside the product", () => {
  expect(
    sharedEvidence(
      [
        [Math.log(4), 0],
        [Math.log(4), 0],
      ],
      [0.5, 0.5],
    ),
  ).toBeCloseTo(8.5, 12);
});

test("the one-sided beta mixture is small below the share, large above, and averages at most 1 at it", () => {
  expect(betaMixture(40, 50, 0.5)).toBeGreaterThan(1000);
  expect(betaMixture(10, 50, 0.5)).toBeLessThan(0.05);
  let mean = 0;
  let chance = 0.4 ** 0 * 0.6 ** 12;
  for (let k = 0; k <= 12; k += 1) {
    mean += chance * betaMixture(k, 12, 0.4);
    chance *= ((12 - k) / (k + 1)) * (0.4 / 0.6);
  }
  expect(mean).toBeCloseTo(1, 9);
});

test("the sample-ratio e-value averages 1 at the promised shares", () => {
  let mean = 0;
  for (let k = 0; k <= 4; k += 1) {
    const ways = [1, 4, 6, 4, 1][k] as number;
    mean += ways * 0.25 ** k * 0.75 ** (4 - k) * sampleRatio([k, 4 - k], [0.25, 0.75]);
  }
  expect(mean).toBeCloseTo(1, 9);
  expect(sampleRatio([1200, 800], [0.5, 0.5])).toBeGreaterThan(1000);
});

test("the binomial test agrees with counting: 9 of 10 heads", () => {
  expect(binomialTest(9, 10, 0.5)).toBeCloseTo((2 * 11) / 1024, 12);
  expect(binomialTest(5, 10, 0.5)).toBe(1);
});

test("e-BH rejects the largest k with k e(k)/K >= 1/α", () => {
  expect(eBenjaminiHochberg([100, 3, 45, 1], 0.05)).toEqual([true, false, true, false]);
  expect(eBenjaminiHochberg([79, 3, 30, 1], 0.05)).toEqual([false, false, false, false]);
});

test("Holm never falls below the raw p, nor above Bonferroni", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (ps) => {
      for (const [i, p] of holm(ps).entries()) {
        expect(p).toBeGreaterThanOrEqual(ps[i] as number);
        expect(p).toBeLessThanOrEqual(Math.min(1, (ps[i] as number) * ps.length) + 1e-12);
      }
    }),
  );
});

test.each([
  ["that sum to less than 1", [5, 5], [0.5, 0.4]],
  ["that sum to more than 1", [5, 5], [0.5, 0.6]],
  ["of nothing", [5, 5], [0, 1]],
  ["fewer than counts", [5, 5], [1]],
])("shares %s are refused", (_name, counts, shares) => {
  expect(() => sampleRatio(counts, shares)).toThrow(RangeError);
});
