import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate } from "../../../src/core/allocate.js";
import { formatMoney } from "../../../src/core/money.js";
import type { Cart, CartLine } from "../../../src/domain/promo/cart.js";
import { compilePromos } from "../../../src/domain/promo/compile.js";
import { quote } from "../../../src/domain/promo/quote.js";
import { type PromoBook, promosFileSchema } from "../../../src/domain/promo/schema.js";
import { naiveQuote } from "../../support/naive-quote.js";
import { cartOf, promosOf } from "../../support/promo-fixtures.js";

const yuan = (fen: number) => formatMoney(fen, "CNY");
const tag = fc.constantFrom("drink", "food", "new");
const line = fc.record({
  sku: fc.constantFrom("tea", "lemon", "cake"),
  qty: fc.integer({ min: 1, max: 4 }),
  price: fc.integer({ min: 0, max: 6_000 }),
  tags: fc.uniqueArray(tag, { maxLength: 2 }),
});
const cart = fc
  .tuple(fc.array(line, { maxLength: 5 }), fc.constantFrom(0, 600))
  .map(([lines, shipping]) => cartOf(lines, { shipping }));

const off = fc.integer({ min: 1, max: 2_000 });
const spend = fc.integer({ min: 1, max: 12_000 });
const cap = fc.option(fc.integer({ min: 1, max: 2_500 }).map(yuan), { nil: undefined });
/** Ascending, each giving more than the one before, as the check demands. */
const tiers = fc.array(fc.tuple(spend, off), { minLength: 1, maxLength: 3 }).map((steps) => {
  let [at, give] = [0, 0];
  return steps.map(([further, more]) => {
    at += further;
    give += more;
    return { spend: yuan(at), off: yuan(give) };
  });
});
/** Forms whose discount depends on what the counted lines cost in all. */
const amountForm = fc.oneof(
  fc.record({ off: off.map(yuan) }),
  fc.record({ percent: fc.integer({ min: 1, max: 10_000 }).map((points) => points / 100), cap }),
  fc.record({ tiers }),
  fc.record({ every: spend.map(yuan), off: off.map(yuan), cap }),
);
const form = fc.oneof(
  { weight: 5, arbitrary: amountForm },
  { weight: 1, arbitrary: fc.record({ shipping: fc.constant("free") }) },
  {
    weight: 1,
    arbitrary: fc.record({ price: off.map(yuan), of_sku: fc.constantFrom("tea", "lemon") }),
  },
);
const of = fc.option(
  fc.record(
    {
      tags: fc.uniqueArray(tag, { minLength: 1, maxLength: 2 }),
      skus: fc.constant(["tea", "cake"]),
      except_tags: fc.constant(["new"]),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
);
const promoWith = (give: fc.Arbitrary<object>, stack: fc.Arbitrary<string>) =>
  fc
    .record({
      title: fc.constant("promo"),
      give,
      of,
      stack,
      priority: fc.integer({ min: 0, max: 2 }),
      spend: fc.option(spend.map(yuan), { nil: undefined }),
    })
    .map((promo) => ("tiers" in promo.give ? { ...promo, spend: undefined } : promo));
const bookWith = (promo: fc.Arbitrary<object>, stacks: fc.Arbitrary<object>) =>
  fc.tuple(fc.array(promo, { maxLength: 6 }), stacks).map(([promos, how]) =>
    promosFileSchema.parse({
      promos: Object.fromEntries(promos.map((each, i) => [`p${i}`, each])),
      stacks: how,
    }),
  );
const how = fc.constantFrom("best", "first", "all");
const book = bookWith(
  promoWith(form, fc.constantFrom("price", "two", "three")),
  fc.record({ price: how, two: how, three: how }),
);
/** One stack in which the best for the member wins. */
const bestBook = bookWith(promoWith(form, fc.constant("price")), fc.constant({ price: "best" }));

const ask = (promos: PromoBook, basket: Cart) =>
  quote(compilePromos(promos), basket, { tags: [] }, {}, 0);
const RUNS = { numRuns: 400 };

describe("every quote", () => {
  test("adds up: shares to discounts, discounts to the total, and nothing is below zero", () => {
    const property = fc.property(book, cart, (promos, basket) => {
      const result = ask(promos, basket);
      const offOf = new Map<string, number>();
      for (const { off: all, lines } of result.applied) {
        const sum = lines.reduce((total, each) => total + each.off, 0);
        if (lines.length > 0) expect(sum).toBe(all);
        for (const each of lines) offOf.set(each.id, (offOf.get(each.id) ?? 0) + each.off);
      }
      const shares = [...offOf.values()].reduce((total, each) => total + each, 0);
      expect(shares).toBe(result.discount);
      expect(result.total).toBe(result.subtotal - result.discount + result.shipping);
      expect(Math.min(result.total, result.shipping, result.discount)).toBeGreaterThanOrEqual(0);
      for (const { id, qty, price } of basket.lines)
        expect(offOf.get(id) ?? 0).toBeLessThanOrEqual(qty * price);
      const named = [...result.applied, ...result.rejected].map(({ promo }) => promo).sort();
      expect(named).toEqual(Object.keys(promos.promos).sort());
    });
    fc.assert(property, RUNS);
  });

  test("is what a naive second reckoning finds", () => {
    const property = fc.property(book, cart, (promos, basket) => {
      const result = ask(promos, basket);
      const naive = naiveQuote(promos, basket);
      const rest = basket.lines.map(({ id, qty, price }) => {
        const shares = result.applied.flatMap(({ lines }) =>
          lines.filter((each) => each.id === id),
        );
        return BigInt(qty * price - shares.reduce((sum, each) => sum + each.off, 0));
      });
      expect(rest).toEqual(naive.lines);
      expect(BigInt(result.shipping)).toBe(naive.shipping);
    });
    fc.assert(property, RUNS);
  });
});

describe("one stack of the best", () => {
  /*
   * What holds: one more item never lowers what the promos save, so it never costs more than its own
   * price. What doesn't: that a basket costs no more than its parts bought apart (two orders of 60.00
   * get 满60减5 twice, one of 120.00 once), or any of this over several stacks (the tests below).
   */
  test("one more item never costs more than its own price", () => {
    const property = fc.property(bestBook, cart, line, (promos, basket, extra) => {
      const more: Cart = { ...basket, lines: [...basket.lines, { ...extra, id: "extra" }] };
      const [before, after] = [ask(promos, basket), ask(promos, more)];
      expect(after.total).toBeLessThanOrEqual(before.total + extra.qty * extra.price);
    });
    fc.assert(property, RUNS);
  });

  test("the order of lines changes nothing but who gets the odd fen of a tie", () => {
    const property = fc.property(
      bestBook,
      cart,
      fc.infiniteStream(fc.nat()),
      (promos, basket, keys) => {
        const keyed = basket.lines.map((each) => [keys.next().value ?? 0, each] as const);
        const lines: CartLine[] = [...keyed].sort(([a], [b]) => a - b).map(([, each]) => each);
        const [one, other] = [ask(promos, basket), ask(promos, { ...basket, lines })];
        expect([other.total, other.discount, other.shipping]).toEqual([
          one.total,
          one.discount,
          one.shipping,
        ]);
        expect(other.rejected).toEqual(one.rejected);
        expect(other.nudge).toEqual(one.nudge);
        expect(other.applied.map(({ promo }) => promo)).toEqual(
          one.applied.map(({ promo }) => promo),
        );
        for (const { promo, off: all, lines: shares } of one.applied) {
          const matches = compilePromos(promos).byId.get(promo)?.matches ?? (() => true);
          const counted = basket.lines.filter(matches);
          const base = counted.reduce((sum, { qty, price }) => sum + qty * price, 0);
          const remainders = new Map(
            counted.map(({ id, qty, price }) => [id, (all * qty * price) % base]),
          );
          const movedShare = (id: string) =>
            (other.applied[0]?.lines.find((each) => each.id === id)?.off ?? 0) -
            (shares.find((each) => each.id === id)?.off ?? 0);
          for (const [id, remainder] of remainders) {
            if (movedShare(id) === 0) continue;
            expect(Math.abs(movedShare(id))).toBe(1);
            expect(
              [...remainders.values()].filter((each) => each === remainder).length,
            ).toBeGreaterThan(1);
          }
        }
      },
    );
    fc.assert(property, RUNS);
  });

  test("the nudge is the smallest gap at which anything better comes", () => {
    // Whole yen, so that every gap can be tried; as the check demands, no discount reaches its threshold.
    const high = fc.tuple(fc.integer({ min: 31, max: 50 }), fc.integer({ min: 1, max: 15 }));
    const steps = fc
      .array(high, { minLength: 1, maxLength: 3 })
      .map((each) =>
        each.map(([at, give], i) => ({ spend: `${at * (i + 1)}`, off: `${give + 15 * i}` })),
      );
    const every = fc.integer({ min: 5, max: 30 }).map(String);
    const plain = fc
      .oneof(
        fc.record({
          tiers: steps.filter((each) =>
            each.every(({ spend: at }, i) => i === 0 || Number(at) > Number(each[i - 1]?.spend)),
          ),
        }),
        fc.record({ every, off: fc.integer({ min: 1, max: 4 }).map(String) }),
      )
      .map((give) => ({ title: "promo", give }));
    const stepBook = bookWith(plain, fc.constant({ price: "best" }));
    const property = fc.property(stepBook, fc.integer({ min: 1, max: 150 }), (promos, price) => {
      const compiled = compilePromos({ ...promos, currency: "JPY" });
      const at = (...prices: number[]) => quote(compiled, cartOf(prices), { tags: [] }, {}, 0);
      const { discount, nudge } = at(price);
      let gap = 1;
      while (gap <= 100 && at(price, gap).discount <= discount) gap++;
      if (gap <= 100) expect(nudge?.gap).toBe(gap);
      else expect(nudge === null || nudge.gap > 100).toBe(true);
    });
    fc.assert(property, RUNS);
  });
});

describe("what does not hold, and must not be promised", () => {
  test("parts bought apart may cost less than the whole", () => {
    const promos = promosOf({ main: { spend: "60.00", give: { off: "5.00" } } });
    const total = (...prices: number[]) => quote(promos, cartOf(prices), { tags: [] }, {}, 0).total;
    expect(total(6_000, 6_000)).toBe(11_500);
    expect(total(6_000) + total(6_000)).toBe(11_000);
  });

  test("over several stacks one more item may cost more than its price", () => {
    const promos = promosOf(
      {
        ladder: {
          give: {
            tiers: [
              { spend: "60.00", off: "5.00" },
              { spend: "100.00", off: "12.00" },
            ],
          },
        },
        later: { spend: "91.00", give: { off: "10.00" }, stack: "two" },
      },
      { stacks: { price: "best", two: "best" } },
    );
    const total = (...prices: number[]) => quote(promos, cartOf(prices), { tags: [] }, {}, 0).total;
    expect(total(9_600)).toBe(8_100);
    expect(total(9_600, 400)).toBe(8_800);
  });
});

describe("allocate", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 });
  test("parts sum to the total, differ from the exact share by less than one, and fit their weights", () => {
    const property = fc.property(weights, fc.nat(10_000), (each, permyriad) => {
      const sum = each.reduce((total, weight) => total + weight, 0);
      const total = Math.floor((sum * permyriad) / 10_000);
      const parts = allocate(total, each);
      expect(parts.reduce((all, part) => all + part, 0)).toBe(total);
      parts.forEach((part, i) => {
        const weight = each[i] ?? 0;
        expect(Math.abs(part * sum - total * weight)).toBeLessThan(Math.max(sum, 1));
        expect(part).toBeLessThanOrEqual(weight);
      });
    });
    fc.assert(property);
  });

  test("is exact where products pass 2^53", () => {
    const huge = [9_000_000_000_000, 4_500_000_000_000, 4_500_000_000_000];
    expect(allocate(3_000_000_000_001, huge)).toEqual([
      1_500_000_000_001, 750_000_000_000, 750_000_000_000,
    ]);
  });

  test("is what exact fractions say, ties and all", () => {
    const small = fc.array(fc.nat(12), { minLength: 1, maxLength: 8 });
    const huge = fc.array(fc.nat(2 ** 40), { minLength: 1, maxLength: 8 });
    const property = fc.property(fc.oneof(small, huge), fc.nat(99_999_999), (each, total) => {
      fc.pre(each.some((weight) => weight > 0));
      const sum = each.reduce((all, weight) => all + BigInt(weight), 0n);
      const exact = each.map((weight) => BigInt(total) * BigInt(weight));
      const parts = exact.map((share) => Number(share / sum));
      const ranked = exact
        .map((share, i) => ({ i, rest: share % sum }))
        .sort((a, b) => Number(b.rest - a.rest) || a.i - b.i);
      const left = total - parts.reduce((all, part) => all + part, 0);
      for (const { i } of ranked.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;
      expect(allocate(total, each)).toEqual(parts);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  test("gives the odd one to the earlier line", () => {
    expect(allocate(1_000, [5_000, 5_000, 5_000])).toEqual([334, 333, 333]);
    expect(allocate(2, [1, 1, 1])).toEqual([1, 1, 0]);
    expect(allocate(300, [4_300, 1_400, 2_300])).toEqual([161, 53, 86]);
  });

  test("refuses what can't be spread", () => {
    expect(() => allocate(1, [0, 0])).toThrow(RangeError);
    expect(() => allocate(-1, [1])).toThrow(RangeError);
    expect(() => allocate(1, [-1, 2])).toThrow(RangeError);
    expect(allocate(0, [])).toEqual([]);
  });
});
