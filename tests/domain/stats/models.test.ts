import { expect, test } from "vitest";
import { cr2 } from "../../../src/domain/stats/cluster-robust.js";
import { metaAnalysis } from "../../../src/domain/stats/meta.js";
import { momentsOf, varianceOf } from "../../../src/domain/stats/moments.js";
import {
  ASSUMED,
  attainableP,
  coinsNeeded,
  daysToFind,
  detectableLift,
  pairDayVariance,
} from "../../../src/domain/stats/plan.js";
import { poolClients } from "../../../src/domain/stats/pooling.js";
import { countSensitivity, precision, residual } from "../../../src/domain/stats/residual.js";
import {
  betaQuantile,
  chiSquareTail,
  normalQuantile,
  normalTail,
  tQuantile,
  tTwoSided,
} from "../../../src/domain/stats/special.js";
import { trackRecord } from "../../../src/domain/stats/track-record.js";
import { clusterMeanT } from "../../../src/domain/stats/two-sample.js";
import { sampleQuantile } from "../../../src/domain/stats/winsorise.js";
import { parallelPower, switchbackPower } from "../../support/power.js";

test.each([
  ["z", normalQuantile(0.975), 1.959963984540054],
  ["z far out", normalQuantile(1e-10), -6.361340902404056],
  ["normal tail", normalTail(8), 6.220960574271785e-16],
  ["t(1) quantile", tQuantile(0.975, 1), 12.706204736174694],
  ["t(7) quantile", tQuantile(0.975, 7), 2.364624251592785],
  ["t(5.3) near the middle", tQuantile(0.6, 5), 0.2671808657],
  ["t two-sided", tTwoSided(2, 10), 0.07338803477],
  ["chi-square tail", chiSquareTail(3.841458820694124, 1), 0.05],
  ["beta quantile", betaQuantile(0.5, 1, 3), 1 - 0.5 ** (1 / 3)],
])("%s", (_name, found, wanted) => {
  expect(Math.abs(found / wanted - 1)).toBeLessThan(1e-8);
});

const sampleOf = (values: readonly number[]) => {
  const moments = momentsOf(values);
  return { n: moments.n, mean: moments.mean, variance: varianceOf(moments) };
};

test("CR2 with a cluster per value is Welch's error, with the degrees of Imbens & Kolesár", () => {
  const [a, b] = [
    [3, 5, 4, 9, 1],
    [6, 8, 13],
  ];
  const x = [...a.map(() => [1, 0]), ...b.map(() => [1, 1])];
  const found = cr2(
    x,
    [...a, ...b],
    x.map((_, i) => `c${i}`),
    { which: 1, alpha: 0.05 },
  );
  const [s, t] = [sampleOf(a), sampleOf(b)];
  expect(found.estimate).toBeCloseTo(t.mean - s.mean, 10);
  expect(found.error).toBeCloseTo(Math.sqrt(s.variance / 5 + t.variance / 3), 10);
  // Working variance equal: df = (1/n0 + 1/n1)² / (1/(n0²(n0−1)) + 1/(n1²(n1−1))).
  const df = (1 / 5 + 1 / 3) ** 2 / (1 / (25 * 4) + 1 / (9 * 2));
  expect(found.df).toBeCloseTo(df, 9);
});

test("CR2 of whole clusters is the test of their means when clusters are of one size", () => {
  const means = { c1: 1, c2: 3, c3: 2, c4: 7, c5: 6, c6: 9 };
  const rows = Object.entries(means).flatMap(([cluster, mean], i) =>
    [-1, 0, 1].map((e) => ({ cluster, y: mean + e, treated: i >= 3 ? 1 : 0 })),
  );
  const found = cr2(
    rows.map(({ treated }) => [1, treated]),
    rows.map(({ y }) => y),
    rows.map(({ cluster }) => cluster),
    { which: 1, alpha: 0.05 },
  );
  const wanted = clusterMeanT(sampleOf([1, 3, 2]), sampleOf([7, 6, 9]), 0.05);
  expect(found.estimate).toBeCloseTo(wanted.estimate, 10);
  expect(found.error).toBeCloseTo(wanted.error, 10);
  expect(found.df).toBeCloseTo(4, 9);
});

test("modified Hartung–Knapp is never narrower than the plain error", () => {
  const [y, v] = [
    [0.1, 0.11, 0.09],
    [0.04, 0.05, 0.06],
  ];
  const plain = metaAnalysis(y, v, { method: "reml", interval: "hartung_knapp" });
  const modified = metaAnalysis(y, v, { method: "reml", interval: "modified" });
  const normal = metaAnalysis(y, v, { method: "reml", interval: "normal" });
  expect(plain.error).toBeLessThan(normal.error / 5);
  expect(modified.error).toBeCloseTo(normal.error, 12);
  expect(modified.high - modified.low).toBeGreaterThan(normal.high - normal.low);
});

test("pooling: no client is the prior, many alike are their mean, and the next client is less sure", () => {
  const none = poolClients([]);
  expect(none.mean.mean).toBeCloseTo(0, 6);
  expect(none.mean.high).toBeCloseTo(0.3 * 1.96, 2);
  const many = poolClients(Array.from({ length: 40 }, () => ({ estimate: 0.2, error: 0.05 })));
  expect(many.mean.mean).toBeCloseTo(0.2, 2);
  expect(many.next.high - many.next.low).toBeGreaterThan(many.mean.high - many.mean.low);
  const odd = poolClients([
    { estimate: 0, error: 0.1 },
    { estimate: 0, error: 0.1 },
    { estimate: 0.6, error: 0.3 },
  ]);
  expect(odd.clients[2]?.mean).toBeLessThan(0.4);
});

test("one client and a known τ agree with the closed form", () => {
  const { mean } = poolClients([{ estimate: 0.2, error: 0.1 }], { spreadScale: 1e-6 });
  expect(mean.mean).toBeCloseTo(0.2 / (1 + 0.01 / 0.09), 4);
});

test.each([
  [0.05, 515],
  [0.1, 135],
  [0.15, 63],
  [0.3, 18],
])("8 groups under the stated assumptions find a lift of %p in %p days", (lift, days) => {
  expect(daysToFind(lift, { pairs: 4, variance: pairDayVariance(ASSUMED) })).toBe(days);
});

test("pooling agrees with sums over a fine grid of means and spreads", () => {
  const effects = [
    { estimate: 0.4, error: 0.1 },
    { estimate: -0.1, error: 0.2 },
    { estimate: 0.15, error: 0.05 },
  ];
  const [meanScale, spreadScale] = [0.25, 0.2];
  let [total, ofMean, ofSpread] = [0, 0, 0];
  for (let tau = 0.0025; tau < 1.2; tau += 0.005) {
    for (let mu = -1; mu <= 1; mu += 0.005) {
      let log = -((mu / meanScale) ** 2 + (tau / spreadScale) ** 2) / 2;
      for (const { estimate, error } of effects) {
        const variance = error ** 2 + tau ** 2;
        log -= (Math.log(variance) + (estimate - mu) ** 2 / variance) / 2;
      }
      total += Math.exp(log);
      ofMean += Math.exp(log) * mu;
      ofSpread += Math.exp(log) * tau;
    }
  }
  const pooled = poolClients(effects, { meanScale, spreadScale });
  expect(pooled.mean.mean).toBeCloseTo(ofMean / total, 3);
  expect(pooled.spread).toBeCloseTo(ofSpread / total, 3);
});

test("28 days and +30 %: re-randomising daily finds it about 95 % of the time, a parallel test about 12 %", () => {
  const question = { pairs: 4, variance: pairDayVariance(ASSUMED) };
  expect(switchbackPower(0.3, 28, question)).toBeCloseTo(0.94, 2);
  const parallel = parallelPower(0.3, 28, { ...question, persistent: ASSUMED.persistent });
  expect(parallel).toBeLessThan(0.25);
  expect(detectableLift(18, question)).toBeCloseTo(0.3, 2);
});

test.each([
  [{ design: "switchback", pairs: 4, blocks: 28 } as const, 2 / 2 ** 112],
  [{ design: "parallel", pairs: 4 } as const, 0.125],
  [{ design: "parallel", treated: 4, control: 4 } as const, 2 / 70],
  [{ design: "parallel", treated: 2, control: 1 } as const, 1 / 3],
  [{ design: "member", events: 3, propensity: 0.5 } as const, 0.25],
])("the smallest p of %p is %p", (shape, wanted) => {
  expect(attainableP(shape)).toBeCloseTo(wanted, 15);
});

test("six coins are the fewest for 5 %", () => expect(coinsNeeded(0.05)).toBe(6));

test("a residual is a log ratio with half an event on both sides", () => {
  expect(residual(4, 4)).toBe(0);
  expect(residual(0, 0)).toBe(0);
  expect(residual(9.5, 4.5)).toBeCloseTo(Math.log(2), 12);
  expect(() => residual(-1, 2)).toThrow(RangeError);
});

test("a count's sensitivity is the slope of E log(Y + ½): checked on Poisson means", () => {
  const expectation = (mean: number, f: (y: number) => number) => {
    let chance = Math.exp(-mean);
    let sum = 0;
    for (let y = 0; y < 60; y += 1) {
      sum += chance * f(y);
      chance *= mean / (y + 1);
    }
    return sum;
  };
  for (const mean of [0.5, 1, 4.5]) {
    const log = (tau: number) => expectation(mean * Math.exp(tau), (y) => Math.log(y + 0.5));
    const slope = (log(1e-4) - log(-1e-4)) / 2e-4;
    expect(expectation(mean, (y) => (y === 0 ? 0 : countSensitivity(y)))).toBeCloseTo(slope, 5);
  }
});

test("a precision treats both sides alike and grows with events", () => {
  const [a, b] = [
    { actual: 3, predicted: 4 },
    { actual: 9, predicted: 5 },
  ] as const;
  expect(precision([a, b], 1)).toBe(precision([b, a], 1));
  const more = { actual: 90, predicted: 50 };
  expect(precision([a, more], 1)).toBeGreaterThan(precision([a, b], 1));
});

test("a master with four settled claims has a score but no rank", () => {
  const call = { confidence: 0.9, held: true };
  expect(trackRecord([call, call, call, { confidence: 0.9, held: false }])).toEqual({
    calls: 4,
    hits: 3,
    brier: expect.closeTo(0.21, 12),
    ranked: false,
  });
  expect(trackRecord([])).toMatchObject({ brier: null, ranked: false });
  expect(trackRecord([call, call, call, call, call]).ranked).toBe(true);
});

test("quantiles interpolate", () => {
  expect(sampleQuantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(() => sampleQuantile([], 0.5)).toThrow(RangeError);
});
