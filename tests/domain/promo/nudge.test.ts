import { describe, expect, test } from "vitest";
import type { Cart, Counters, Shopper } from "../../../src/domain/promo/cart.js";
import { quote, spokenNudge } from "../../../src/domain/promo/quote.js";
import { couponWords, nudgeWords, promoWords } from "../../../src/domain/promo/words.js";
import { cartOf, promosOf } from "../../support/promo-fixtures.js";

const NOW = Date.parse("2026-11-24T12:00:00+08:00");
const nobody: Shopper = { tags: [] };
const nudgeOf = (
  promos: Parameters<typeof promosOf>,
  cart: Cart,
  member = nobody,
  counters: Counters = {},
) => quote(promosOf(...promos), cart, member, counters, NOW).nudge;

const sixty = { spend: "60.00", give: { off: "5.00" } };
const ladder = {
  give: {
    tiers: [
      { spend: "60.00", off: "5.00" },
      { spend: "100.00", off: "12.00" },
    ],
  },
};
const stacks = { price: "best", two: "best" };

describe("the nudge", () => {
  const table: readonly (readonly [string, Parameters<typeof promosOf>, Cart, object | null])[] = [
    [
      "8 more and 5 off",
      [{ main: sixty }],
      cartOf([5_200]),
      { promo: "main", gap: 800, off: 500, total: 5_500 },
    ],
    [
      "the next tier, considering what applies",
      [{ ladder }],
      cartOf([9_600]),
      { promo: "ladder", gap: 400, off: 1_200, total: 8_800 },
    ],
    ["nothing above the last tier", [{ ladder }], cartOf([10_000]), null],
    [
      "the smallest gap over all promos",
      [{ ladder, near: { spend: "98.00", give: { off: "9.00" } } }],
      cartOf([9_600]),
      { promo: "near", gap: 200, off: 900 },
    ],
    [
      "nothing that saves no more than what applies",
      [{ percent: { give: { percent: 20 } }, main: sixty }],
      cartOf([5_900]),
      null,
    ],
    [
      "a better result, not the next threshold",
      [
        {
          big: { give: { off: "6.00" } },
          main: sixty,
          huge: { spend: "80.00", give: { off: "9.00" } },
        },
      ],
      cartOf([5_900]),
      { promo: "huge", gap: 2_100, off: 900 },
    ],
    [
      "every 60 again",
      [{ each: { give: { every: "60.00", off: "5.00", cap: "10.00" } } }],
      cartOf([11_000]),
      { promo: "each", gap: 1_000, off: 1_000 },
    ],
    [
      "not beyond the cap",
      [{ each: { give: { every: "60.00", off: "5.00", cap: "5.00" } } }],
      cartOf([11_000]),
      null,
    ],
    [
      "free shipping",
      [{ ship: { spend: "39.00", give: { shipping: "free" } } }],
      cartOf([3_000], { shipping: 600 }),
      { promo: "ship", gap: 900, off: 600, total: 3_900 },
    ],
    [
      "no free shipping where there is none",
      [{ ship: { spend: "39.00", give: { shipping: "free" } } }],
      cartOf([3_000]),
      null,
    ],
    [
      "not to a gift",
      [{ cup: { spend: "60.00", give: { gift: "lemon" } } }],
      cartOf([5_200]),
      null,
    ],
    [
      "within reach",
      [{ main: { ...sixty, nudge: { within: "8.00", say: "nudge" } } }],
      cartOf([5_200]),
      { promo: "main", gap: 800, off: 500, total: 5_500, say: "nudge" },
    ],
    [
      "not out of reach",
      [{ main: { ...sixty, nudge: { within: "7.99", say: "nudge" } } }],
      cartOf([5_200]),
      null,
    ],
    [
      "only what counts",
      [{ main: { ...sixty, of: { tags: ["drink"] } } }],
      cartOf([{ price: 5_200, tags: ["drink"] }, 900]),
      { promo: "main", gap: 800, off: 500, total: 6_400 },
    ],
    [
      "not in an empty basket of what counts",
      [{ main: { ...sixty, nudge: { within: "10.00", say: "nudge" }, of: { tags: ["drink"] } } }],
      cartOf([9_000]),
      null,
    ],
    [
      "more, where an earlier stack takes a part of what is added",
      [{ tenth: { give: { percent: 10 } }, main: { ...sixty, stack: "two" } }, { stacks }],
      cartOf([5_200]),
      { promo: "main", gap: 1_467, off: 500, total: 5_500 },
    ],
    [
      "not where a closed promo would have to apply",
      [{ main: { ...sixty, window: { to: "2026-11-24T12:00:00+08:00" } } }],
      cartOf([5_200]),
      null,
    ],
    [
      "not where it would lose by priority",
      [
        { first: { give: { off: "1.00" }, priority: 1 }, main: sixty },
        { stacks: { price: "first" } },
      ],
      cartOf([5_200]),
      null,
    ],
    [
      "by priority, where it would win",
      [
        { first: { give: { off: "1.00" } }, main: { ...sixty, priority: 1 } },
        { stacks: { price: "first" } },
      ],
      cartOf([5_200]),
      { promo: "main", gap: 800 },
    ],
    [
      "that goes first where two would save the same",
      [{ main: sixty, twin: { ...sixty, priority: 1 }, late: { ...sixty, spend: "70.00" } }],
      cartOf([5_200]),
      { promo: "twin", gap: 800, off: 500 },
    ],
    [
      "on top of the others, where all add up",
      [{ one: { give: { off: "1.00" }, priority: 1 }, main: sixty }, { stacks: { price: "all" } }],
      cartOf([5_200]),
      { promo: "main", gap: 900, off: 500, total: 5_500 },
    ],
  ];
  test.each(table)("%s", (_name, promos, cart, expected) => {
    if (expected === null) expect(nudgeOf(promos, cart)).toBeNull();
    else expect(nudgeOf(promos, cart)).toMatchObject(expected);
  });

  test("skips thresholds that would still lose", () => {
    const each = { give: { every: "10.00", off: "1.00" } };
    expect(nudgeOf([{ flat: { give: { off: "5.00" } }, each }], cartOf([1_500]))).toMatchObject({
      promo: "each",
      gap: 4_500,
      off: 600,
    });
    // At 60 the percentage has grown to 6.00 and still wins; at 100 it has lost.
    const steps = {
      give: {
        tiers: [
          { spend: "60.00", off: "5.50" },
          { spend: "100.00", off: "12.00" },
        ],
      },
    };
    expect(nudgeOf([{ tenth: { give: { percent: 10 } }, steps }], cartOf([5_000]))).toMatchObject({
      promo: "steps",
      gap: 5_000,
      off: 1_200,
    });
  });

  test("is not to a tier that costs a later stack its promo", () => {
    const later = { spend: "91.00", give: { off: "10.00" }, stack: "two" };
    // 5.00 and 10.00 are off at 96.00; 4.00 more would make it 12.00 and nothing.
    expect(nudgeOf([{ ladder, later }, { stacks }], cartOf([9_600]))).toBeNull();
  });

  test("is not for those whom the promo refuses", () => {
    const limited = { ...sixty, limits: { member: { max: 1 } }, budget: "9.00" };
    const cart = cartOf([5_200]);
    expect(nudgeOf([{ main: limited }], cart)).not.toBeNull();
    expect(nudgeOf([{ main: limited }], cart, nobody, { main: { member: 1 } })).toBeNull();
    expect(nudgeOf([{ main: limited }], cart, nobody, { main: { spent: 401 } })).toBeNull();
    expect(nudgeOf([{ main: { ...sixty, who: { tags: ["vip"] } } }], cart)).toBeNull();
  });

  test("keeps its word: what it promises is what the larger basket gets", () => {
    for (let price = 0; price < 13_000; price += 100) {
      const promos = promosOf(
        { ladder, main: sixty, tenth: { give: { percent: 3 }, stack: "two" } },
        { stacks },
      );
      const { nudge, total, subtotal } = quote(promos, cartOf([price]), nobody, {}, NOW);
      if (!nudge) continue;
      const then = quote(promos, cartOf([price, nudge.gap]), nobody, {}, NOW);
      expect(then.total).toBe(nudge.total);
      expect(then.subtotal - then.total).toBeGreaterThan(subtotal - total);
      expect(then.applied.find(({ promo }) => promo === nudge.promo)?.off).toBe(nudge.off);
    }
  });

  test("is spoken only where a promo has a line for it, even if another is nearer", () => {
    const compiled = promosOf({
      near: { spend: "55.00", give: { off: "2.00" } },
      main: { ...sixty, nudge: { within: "10.00", say: "nudge" } },
    });
    const question = { compiled, cart: cartOf([5_200]), member: nobody, counters: {}, now: NOW };
    expect(quote(compiled, question.cart, nobody, {}, NOW).nudge?.promo).toBe("near");
    expect(spokenNudge(question)).toMatchObject({ promo: "main", say: "nudge", gap: 800 });
  });
});

describe("words for a line", () => {
  const window = (rest: object) => promosOf({ main: { ...sixty, window: rest } });
  test.each([
    [{ daily: ["10:00", "22:00"] }, "22:00"],
    [{ to: "2027-01-01T00:00:00+08:00" }, "12-31"],
    [{ to: "2027-03-01T00:00:00+08:00" }, "2027-02-28"],
    [{ days: ["tue"] }, ""],
  ])("a promo open %j runs until %j", (rest, until) => {
    expect(promoWords(window(rest), "main", NOW)).toEqual({ title: "main", until });
  });

  test("amounts are said without needless zeros", () => {
    const nudge = { promo: "main", gap: 800, off: 550, total: 5_500 };
    expect(nudgeWords(window({}), nudge)).toEqual({ gap: "8", off: "5.50", total: "55" });
  });

  test("a coupon's end is on the playbook's clock", () => {
    const words = couponWords(window({}), { code: "TTAB12CD", until: NOW + 72 * 3_600_000 });
    expect(words).toEqual({ code: "TTAB12CD", until: "11-27 12:00" });
  });
});
