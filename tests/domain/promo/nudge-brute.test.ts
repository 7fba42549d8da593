import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMoney } from "../../../src/core/money.js";
import type { Counters, Shopper } from "../../../src/domain/promo/cart.js";
import { compilePromos } from "../../../src/domain/promo/compile.js";
import { openCoupons } from "../../../src/domain/promo/coupon.js";
import { quote, spokenNudge } from "../../../src/domain/promo/quote.js";
import { promosFileSchema } from "../../../src/domain/promo/schema.js";
import { bruteNudge } from "../../support/brute-nudge.js";
import { cartOf } from "../../support/promo-fixtures.js";

const NOW = Date.parse("2026-11-24T12:00:00+08:00");
const CODE = "TT4K7M2P";
const yuan = (fen: number) => formatMoney(fen, "CNY");
/** Coarse sums, so that thresholds, discounts and budgets often meet exactly. */
const coarse = (max: number) => fc.integer({ min: 1, max: max / 250 }).map((n) => n * 250);
const sum = (max: number) => fc.oneof(coarse(max), fc.integer({ min: 1, max })).map(yuan);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const tiers = fc
  .array(fc.tuple(coarse(6_000), coarse(1_500)), { minLength: 1, maxLength: 3 })
  .map((steps) => {
    let [at, off] = [0, 0];
    return steps.map(([further, more]) => {
      at += further;
      off += more;
      return { spend: yuan(at), off: yuan(off) };
    });
  });
const give = fc.oneof(
  { weight: 4, arbitrary: fc.record({ off: sum(2_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      percent: fc.integer({ min: 1, max: 5_000 }).map((points) => points / 100),
      cap: maybe(sum(2_500)),
    }),
  },
  { weight: 3, arbitrary: fc.record({ tiers }) },
  {
    weight: 3,
    arbitrary: fc.record({ every: sum(6_000), off: sum(1_000), cap: maybe(sum(2_500)) }),
  },
  { weight: 1, arbitrary: fc.record({ shipping: fc.constant("free") }) },
  { weight: 1, arbitrary: fc.record({ gift: fc.constant("lemon") }) },
  {
    weight: 1,
    arbitrary: fc.record({ price: sum(2_000), of_sku: fc.constantFrom("tea", "cake") }),
  },
);
const tag = fc.constantFrom("drink", "food", "new");
const of = maybe(
  fc.record(
    {
      tags: fc.uniqueArray(tag, { minLength: 1, maxLength: 2 }),
      skus: fc.constantFrom(["tea", "cake"], ["lemon"]),
      except_tags: fc.uniqueArray(tag, { minLength: 1, maxLength: 1 }),
    },
    { requiredKeys: [] },
  ),
);
const promo = fc
  .record({
    title: fc.constant("promo"),
    give,
    of,
    stack: fc.constantFrom("price", "two", "three"),
    priority: fc.integer({ min: 0, max: 2 }),
    spend: maybe(sum(10_000)),
    who: fc.constantFrom(undefined, undefined, { tags: ["vip"] }),
    window: fc.constantFrom(undefined, undefined, { daily: ["13:00", "15:00"] }),
    limits: fc.constantFrom(undefined, undefined, { member: { max: 1 } }),
    budget: fc.constantFrom(undefined, undefined, "10.00"),
    nudge: fc.constantFrom(undefined, { within: "30.00", say: "nudge" }),
  })
  .map((each) => ("tiers" in each.give ? { ...each, spend: undefined } : each));
const how = fc.constantFrom("best", "best", "first", "all");
const stacks = fc.record({ price: how, two: how, three: how });
const line = fc.record({
  sku: fc.constantFrom("tea", "lemon", "cake"),
  qty: fc.integer({ min: 1, max: 3 }),
  price: fc.oneof(coarse(3_000), fc.integer({ min: 0, max: 3_000 })),
  tags: fc.uniqueArray(tag, { maxLength: 2 }),
});
const member = fc.record({
  id: fc.constant("m"),
  tags: fc.constantFrom([], ["vip"]),
  coupons: fc.constantFrom(
    [],
    [{ code: CODE, coupon: "welcome", state: "granted" as const, until: NOW + 1 }],
  ),
});
const counts = fc.constantFrom({}, { member: 1 }, { spent: 0 }, { spent: 700 }, { spent: 1_000 });

test("the nudge of a quote is the one that brute force finds", () => {
  const property = fc.property(
    fc.array(promo, { minLength: 1, maxLength: 7 }),
    stacks,
    fc.array(line, { maxLength: 4 }),
    fc.record({ shipping: fc.constantFrom(0, 600), coupons: fc.constantFrom([], [CODE]) }),
    member,
    fc.array(counts, { minLength: 7, maxLength: 7 }),
    (promos, styles, lines, rest, who: Shopper, used) => {
      const compiled = compilePromos(
        promosFileSchema.parse({
          promos: Object.fromEntries(promos.map((each, i) => [`p${i}`, each])),
          stacks: styles,
          coupons: { welcome: { promo: "p0", code: { length: 8 }, valid: "1d", max: 1 } },
        }),
      );
      const cart = cartOf(lines, rest);
      const counters: Counters = Object.fromEntries(used.map((each, i) => [`p${i}`, each]));
      const question = { compiled, cart, member: who, counters, now: NOW };
      const opened = openCoupons(compiled.coupons, { codes: cart.coupons, member: who, now: NOW });
      const brute = { ...question, opened };
      expect(quote(compiled, cart, who, counters, NOW).nudge).toEqual(bruteNudge(brute));
      expect(spokenNudge(question) ?? null).toEqual(bruteNudge(brute, true));
    },
  );
  fc.assert(property, { numRuns: 3_000 });
});
