import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fact } from "../../../src/core/fact.js";
import { attributeTo, attributionNews, reattribute } from "../../../src/domain/order/attributed.js";
import { models } from "../../../src/domain/order/attribution.js";
import { keepTouchpoints, touchpointsOf } from "../../../src/domain/order/touches.js";

const fact = (kind: string, data?: Fact["data"], at = 1_000): Fact => ({
  kind,
  at,
  ...(data ? { data } : {}),
});
const cui = { persona: "cui", unasked: false };

describe("touches of a decision", () => {
  test.each<[string, Fact[], unknown[]]>([
    ["nothing said", [fact("said"), fact("left")], []],
    [
      "a line",
      [fact("said"), fact("said_line", { line: "offer", ...cui })],
      [{ id: "event:7/1", at: 1_000, of: { message: "offer", persona: "cui" } }],
    ],
    [
      "a price and a nudge",
      [
        fact("said_line", { line: "quote", ...cui }),
        fact("quoted", { subtotal: 5200, total: 5200 }),
        fact("said_line", { line: "nudge", ...cui }),
        fact("nudged", { promo: "main", gap: 800 }),
      ],
      [
        { of: { message: "quote", persona: "cui" } },
        { of: { message: "nudge", persona: "cui", promo: "main" } },
      ],
    ],
    [
      "a coupon with its line",
      [
        fact("coupon_granted", { coupon: "newcomer", promo: "first-cup" }),
        fact("said_line", { line: "coupon", ...cui }),
        fact("said_line", { line: "hours", ...cui }),
      ],
      [
        { of: { coupon: "newcomer", promo: "first-cup", message: "coupon", persona: "cui" } },
        { of: { message: "hours", persona: "cui" } },
      ],
    ],
    [
      "a coupon without a word",
      [fact("coupon_granted", { coupon: "newcomer", promo: "first-cup" })],
      [{ of: { coupon: "newcomer", promo: "first-cup" } }],
    ],
    [
      "a text that waits for the morning",
      [fact("said_text", { line: "/say", due: 9_000 })],
      [{ at: 9_000, of: { message: "/say" } }],
    ],
    ["a nudge that nobody said", [fact("nudged", { promo: "main" })], []],
  ])("%s", (_name, facts, expected) => {
    expect(touchpointsOf(facts, "event:7")).toMatchObject(expected);
  });

  test("a fact's arms", () => {
    const arms = { tone: "b", cap: "a" };
    const said = { ...fact("said_line", { line: "offer" }), arms };
    expect(touchpointsOf([said], "s")[0]?.of).toEqual({ message: "offer", arm: "cap/a tone/b" });
  });
});

test("thirty are kept, of the window, each once", () => {
  const touch = (at: number) => ({ id: `t${at}`, at, of: {} });
  const many = Array.from({ length: 40 }, (_, at) => touch(at));
  expect(keepTouchpoints(many, [touch(40)], 0).map(({ at }) => at)).toEqual(
    Array.from({ length: 30 }, (_, n) => n + 11),
  );
  expect(keepTouchpoints([touch(1), touch(5)], [touch(5)], 2)).toEqual([touch(5)]);
  expect(keepTouchpoints(undefined, [touch(1)], 0)).toEqual([touch(1)]);
});

test("whatever becomes of the revenue, credits and what was told of them sum to it, in every model", () => {
  const DAY = 86_400_000;
  fc.assert(
    fc.property(
      fc.constantFrom(...models),
      fc.array(fc.integer({ min: 0, max: 90 * DAY }), { minLength: 1, maxLength: 60 }),
      fc.array(fc.integer({ min: 0, max: 10 ** 12 }), { minLength: 1, maxLength: 6 }),
      (model, times, [revenue = 0, ...later]) => {
        const touches = times.map((at, n) => ({ id: `t${n}`, at, of: {} }));
        const window = { window: "91d", windowMs: 91 * DAY };
        let credits = attributeTo({ at: 90 * DAY, revenue, touches, model, ...window });
        const weights = credits.to.map(({ weight }) => weight);
        let told = attributionNews(undefined, credits).map(({ amount }) => amount);
        for (const next of [revenue, ...later]) {
          const before = credits;
          credits = reattribute(before, next);
          told = [...told, ...attributionNews(before, credits).map(({ amount }) => amount)];
          expect(credits.to.map(({ weight }) => weight)).toEqual(weights);
          expect(credits.to.every(({ amount }) => amount >= 0)).toBe(true);
          expect(sum(credits.to.map(({ amount }) => amount))).toBe(next);
          expect(sum(told)).toBe(next);
          expect(attributionNews(credits, reattribute(credits, next))).toEqual([]);
        }
      },
    ),
    { numRuns: 300 },
  );
});

const sum = (amounts: readonly number[]) => amounts.reduce((all, each) => all + each, 0);
