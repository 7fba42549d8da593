import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quote } from "../../../src/domain/promo/quote.js";
import { refund, refundSum } from "../../../src/domain/promo/refund.js";
import { cartOf, promosOf } from "../../support/promo-fixtures.js";

/** What is paid back of a basket bought under promos. */
function back(
  promos: Parameters<typeof promosOf>,
  lines: Parameters<typeof cartOf>[0],
  returned: Readonly<Record<string, number>>,
  before = 0,
) {
  const compiled = promosOf(...promos);
  const cart = cartOf(lines, { shipping: 600 });
  const { applied } = quote(compiled, cart, { tags: [] }, {}, 0);
  return refund(compiled, { lines: cart.lines, applied }, returned, before);
}
const sixty = (policy?: string) => ({
  main: { spend: "60.00", give: { off: "5.00" }, ...(policy ? { refund: policy } : {}) },
});

describe("a basket of 40 and 20, bought for 55 under 满60减5", () => {
  // Shares of the 5.00: 3.33 and 1.67.
  test.each([
    [
      "recheck: the rest would not have got it",
      "recheck",
      { b: 1 },
      1_500,
      { off: 0, back: 500, released: true },
    ],
    [
      "prorate: the rest keeps its share",
      "prorate",
      { b: 1 },
      1_833,
      { off: 333, back: 167, released: false },
    ],
    [
      "keep: the discount stays whole",
      "keep",
      { b: 1 },
      2_000,
      { off: 500, back: 0, released: false },
    ],
    [
      "everything back gives everything back",
      "recheck",
      { a: 1, b: 1 },
      5_500,
      { off: 0, back: 500, released: true },
    ],
    [
      "everything back, prorated",
      "prorate",
      { a: 1, b: 1 },
      5_500,
      { off: 0, back: 500, released: true },
    ],
    ["everything back, kept", "keep", { a: 1, b: 1 }, 5_500, { off: 0, back: 500, released: true }],
    ["nothing back gives nothing back", "recheck", {}, 0, { off: 500, back: 0, released: false }],
  ])("%s", (_name, policy, returned, amount, promo) => {
    expect(back([sixty(policy)], [4_000, 2_000], returned)).toEqual({
      refund: amount,
      short: 0,
      promos: [{ promo: "main", ...promo }],
    });
  });

  test("is rechecked unless the promo says otherwise", () => {
    expect(back([sixty()], [4_000, 2_000], { b: 1 }).refund).toBe(1_500);
  });

  test("pays nothing where the lost discount is more than what came back", () => {
    expect(back([sixty()], [5_800, 200], { b: 1 })).toMatchObject({ refund: 0, short: 300 });
  });

  test("a second notice of the same return pays nothing more", () => {
    expect(back([sixty()], [4_000, 2_000], { b: 1 }, 1_500).refund).toBe(0);
    expect(back([sixty()], [4_000, 2_000], { a: 1, b: 1 }, 1_500).refund).toBe(4_000);
  });
});

describe("a return told by its sum", () => {
  const sum = (lines: Parameters<typeof cartOf>[0], promo: object, share: [number, number]) => {
    const compiled = promosOf({ main: promo });
    const cart = cartOf(lines);
    const { applied } = quote(compiled, cart, { tags: [] }, {}, 0);
    const [back, paid] = share;
    return refundSum(compiled, { lines: cart.lines, applied }, { back, paid }).promos[0];
  };
  test.each([
    ["recheck: the last fen above the threshold", "recheck", [6_100], [100, 6_100], 500],
    ["recheck: one fen below it", "recheck", [6_100], [101, 6_100], 0],
    ["recheck: the same over several lines", "recheck", [2_033, 2_033, 2_034], [100, 6_100], 500],
    ["recheck: one below, over several lines", "recheck", [2_033, 2_033, 2_034], [101, 6_100], 0],
    ["prorate: a quarter of what was paid", "prorate", [6_000], [1_375, 5_500], 375],
    ["keep: all but everything", "keep", [6_000], [5_999, 6_000], 1],
    ["more than was paid", "prorate", [6_000], [9_999, 6_000], 0],
  ] as const)("%s", (_name, policy, lines, [back, paid], off) => {
    expect(sum(lines, sixty(policy).main, [back, paid])?.off).toBe(off);
  });

  test("of amounts whose product is no safe number", () => {
    const large = { give: { off: "9000000000.00" }, refund: "prorate" };
    const price = 900_000_000_001;
    expect(sum([price], large, [price - 1, price])).toEqual({
      promo: "main",
      off: 1,
      back: 899_999_999_999,
      released: false,
    });
  });
});

describe("recheck", () => {
  test("falls to the tier that the rest reaches", () => {
    const give = {
      tiers: [
        { spend: "60.00", off: "5.00" },
        { spend: "100.00", off: "12.00" },
      ],
    };
    expect(back([{ main: { give } }], [6_000, 4_000], { b: 1 })).toMatchObject({
      refund: 8_800 - 5_500,
      promos: [{ off: 500, back: 700, released: false }],
    });
  });

  test("keeps a percentage of the rest, and the threshold by what the line of it costs", () => {
    const promos = { main: { spend: "30.00", give: { percent: 10 } } };
    expect(back([promos], [4_000, 2_000], { b: 1 }).refund).toBe(1_800);
    expect(back([promos], [2_900, 2_000], { b: 1 }).refund).toBe(4_410 - 2_900);
  });

  test("works on what the kept lines cost after the stacks before", () => {
    const promos = {
      tenth: { give: { percent: 10 } },
      main: { spend: "54.00", give: { off: "5.00" }, stack: "two" },
    };
    const stacks = { price: "best", two: "best" };
    expect(back([promos, { stacks }], [6_000, 1_000], { b: 1 })).toMatchObject({
      refund: 5_800 - 4_900,
      promos: [
        { promo: "tenth", off: 600 },
        { promo: "main", off: 500 },
      ],
    });
  });

  test("asks gifts and points back below their threshold, and leaves shipping as it was", () => {
    const promos = {
      cup: { spend: "60.00", give: { gift: "lemon" } },
      points: { give: { points: 100 } },
      ship: { spend: "60.00", give: { shipping: "free" } },
    };
    const { promos: parts } = back([promos, { stacks: { price: "all" } }], [4_000, 2_000], {
      b: 1,
    });
    expect(parts.map(({ promo, released }) => [promo, released])).toEqual([
      ["cup", true],
      ["points", false],
      ["ship", false],
    ]);
  });
});

describe("any return", () => {
  test("single pieces of a line give back their share of the fen", () => {
    const one = (count: number) =>
      back([{ main: { ...sixty("prorate").main } }], [{ qty: 3, price: 2_000 }], { a: count })
        .refund;
    expect([one(1), one(2), one(3)]).toEqual([2_000 - 166, 4_000 - 333, 5_500]);
  });

  test.each([[{ a: 2 }], [{ z: 1 }], [{ a: -1 }], [{ a: 0.5 }]])("%j is refused", (returned) => {
    expect(() => back([sixty()], [6_000], returned)).toThrow(RangeError);
  });

  test("of a promo that is gone is prorated", () => {
    const applied = [
      {
        promo: "gone",
        off: 500,
        lines: [
          { id: "a", off: 333 },
          { id: "b", off: 167 },
        ],
      },
    ];
    const { lines } = cartOf([4_000, 2_000]);
    expect(refund(promosOf({}), { lines, applied }, { b: 1 }).refund).toBe(1_833);
  });

  test("never pays more than was paid, and in steps no more than at once", () => {
    const policy = fc.constantFrom("recheck", "prorate", "keep");
    const lines = fc.array(
      fc.record({ qty: fc.integer({ min: 1, max: 3 }), price: fc.nat(5_000) }),
      { minLength: 1, maxLength: 4 },
    );
    const counts = fc.array(fc.nat(3), { minLength: 4, maxLength: 4 });
    const property = fc.property(policy, policy, lines, counts, (one, two, basket, backs) => {
      const promos = {
        main: { ...sixty(one).main },
        tenth: { give: { percent: 10 }, stack: "two", refund: two },
      };
      const compiled = promosOf(promos, { stacks: { price: "best", two: "best" } });
      const cart = cartOf(basket);
      const { applied, total } = quote(compiled, cart, { tags: [] }, {}, 0);
      const sold = { lines: cart.lines, applied };
      const some = Object.fromEntries(
        cart.lines.map(({ id, qty }, i) => [id, Math.min(qty, backs[i] ?? 0)]),
      );
      const all = Object.fromEntries(cart.lines.map(({ id, qty }) => [id, qty]));
      const first = refund(compiled, sold, some);
      const rest = refund(compiled, sold, all, first.refund);
      expect(first.refund + rest.refund).toBe(total);
      for (const part of first.promos)
        expect(Math.min(part.off, part.back)).toBeGreaterThanOrEqual(0);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
