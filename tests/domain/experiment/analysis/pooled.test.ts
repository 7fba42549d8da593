import { expect, test } from "vitest";
import {
  combine,
  type Pooled,
  poolEffects,
} from "../../../../src/domain/experiment/analysis/pooled.js";
import { pooledText } from "../../../../src/domain/experiment/report/pooled-text.js";

const effect = (lift: number, error: number) => ({ estimate: Math.log1p(lift), error });

test("one client's effect is nobody else's business; two are pooled", () => {
  expect(poolEffects("reply_rate", [])).toBeUndefined();
  expect(poolEffects("reply_rate", [effect(0.2, 0.01)])).toBeUndefined();
  const found = poolEffects("reply_rate", [effect(0.2, 0.01), effect(0.2, 0.01)]);
  expect(found).toMatchObject({ clients: 2, reml: { lift: 0.2 } });
  // Two that agree are drawn in a little, and say little of how far clients differ.
  expect(found?.pooled.lift).toBeGreaterThan(0.17);
  expect(found?.pooled.lift).toBeLessThan(0.2);
  expect(found?.next.low).toBeLessThan(0.1);
});

test("small clients move the mean less", () => {
  const of = (error: number) =>
    poolEffects("reply_rate", [effect(0.1, 0.02), effect(0.12, 0.02), effect(1, error)]);
  expect(of(1)?.pooled.lift).toBeLessThan(of(0.02)?.pooled.lift as number);
  expect(of(1)?.pooled.lift).toBeLessThan(0.15);
});

test("a client's runs are one effect, the surer the more", () => {
  expect(combine([])).toBeUndefined();
  const one = combine([{ estimate: 0.1, error: 0.2 }]);
  expect(one).toEqual({ estimate: expect.closeTo(0.1, 12), error: expect.closeTo(0.2, 12) });
  const both = combine([
    { estimate: 0, error: 0.1 },
    { estimate: 0.3, error: 0.2 },
  ]);
  // (0 · 100 + .3 · 25) / 125, and 1/√125
  expect(both?.estimate).toBeCloseTo(0.06, 12);
  expect(both?.error).toBeCloseTo(Math.sqrt(1 / 125), 12);
});

const known: Pooled = {
  primary: "reply_rate",
  clients: 3,
  pooled: { lift: 0.12, low: 0.05, high: 0.2 },
  next: { lift: 0.12, low: -0.03, high: 0.28 },
  reml: { lift: 0.13, low: -0.02, high: null },
};

test("words first, figures after them", () => {
  expect(pooledText(known, "en")).toEqual([
    "   Elsewhere 3 clients tried it: on the whole it holds, reply rate +12% (+5% … +20%)",
    "   The next client is likely at −3% … +28%. REML with mHK, which draws nothing in: +13% (−2% … ?)",
  ]);
  expect(pooledText(known, "zh-CN")).toEqual([
    "   别处有 3 家试过：总体站得住，回复率 +12%（+5% … +20%）",
    "   换一家做，多半在 −3% … +28%；不往中间收的算法（REML、mHK）：+13%（−2% … ?）",
  ]);
});

test.each([
  [0.01, 0.2, "it holds"],
  [-0.2, -0.01, "the opposite"],
  [-0.1, 0.1, "it can't be told yet"],
  [0, 0.1, "it can't be told yet"],
  [null, null, "it can't be told yet"],
])("from %s to %s: %s", (low, high, words) => {
  const [first] = pooledText({ ...known, pooled: { lift: 0, low, high } }, "en");
  expect(first).toContain(`on the whole ${words},`);
});
