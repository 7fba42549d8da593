import { describe, expect, test } from "vitest";
import type { Cart, Counters, Shopper } from "../../../src/domain/promo/cart.js";
import type { Compiled } from "../../../src/domain/promo/compile.js";
import { quote } from "../../../src/domain/promo/quote.js";
import { quoteJson } from "../../../src/domain/promo/quote-json.js";
import { cartOf, promosOf } from "../../support/promo-fixtures.js";

const NOW = Date.parse("2026-11-24T12:00:00+08:00");
const nobody: Shopper = { tags: [] };
const ask = (
  promos: Compiled,
  cart: Cart,
  {
    member = nobody,
    counters = {},
    now = NOW,
  }: { member?: Shopper; counters?: Counters; now?: number } = {},
) => quote(promos, cart, member, counters, now);
const main = { spend: "60.00", give: { off: "5.00" } };

describe("what a promo gives", () => {
  const table: readonly [string, object, Cart, number, number?][] = [
    ["off below the threshold", main, cartOf([5_999]), 0],
    // A threshold that defaults to "greater than" refuses exactly 60.
    ["off at exactly the threshold", main, cartOf([6_000]), 500],
    // A popular mall truncates to whole yuan, so that 59.01 passes 满60.
    ["off at 59.01 is nothing", main, cartOf([5_901]), 0],
    // Three lines of 20.00 minus 5.00 give 4.95 when each line is rounded alone.
    ["off over three equal lines is whole", main, cartOf([2_000, 2_000, 2_000]), 500],
    [
      "off without a threshold never exceeds the basket",
      { give: { off: "5.00" } },
      cartOf([300]),
      300,
    ],
    ["percent rounds half-up", { give: { percent: 15 } }, cartOf([9_990]), 1_499],
    ["percent of half a percent", { give: { percent: 12.5 } }, cartOf([1_000]), 125],
    ["percent up to its cap", { give: { percent: 50, cap: "20.00" } }, cartOf([10_000]), 2_000],
    ["percent of everything", { give: { percent: 100 } }, cartOf([1_234]), 1_234],
    [
      "below the first tier",
      {
        give: {
          tiers: [
            { spend: "60.00", off: "5.00" },
            { spend: "100.00", off: "12.00" },
          ],
        },
      },
      cartOf([5_999]),
      0,
    ],
    [
      "the first tier",
      {
        give: {
          tiers: [
            { spend: "60.00", off: "5.00" },
            { spend: "100.00", off: "12.00" },
          ],
        },
      },
      cartOf([9_999]),
      500,
    ],
    [
      "the highest reached tier",
      {
        give: {
          tiers: [
            { spend: "60.00", off: "5.00" },
            { spend: "100.00", off: "12.00" },
          ],
        },
      },
      cartOf([10_000]),
      1_200,
    ],
    [
      "every 60, once",
      { give: { every: "60.00", off: "5.00", cap: "15.00" } },
      cartOf([11_999]),
      500,
    ],
    [
      "every 60, twice",
      { give: { every: "60.00", off: "5.00", cap: "15.00" } },
      cartOf([12_000]),
      1_000,
    ],
    [
      "every 60, capped",
      { give: { every: "60.00", off: "5.00", cap: "15.00" } },
      cartOf([60_000]),
      1_500,
    ],
    [
      "every 60 from 120",
      { spend: "120.00", give: { every: "60.00", off: "5.00" } },
      cartOf([11_999]),
      0,
    ],
    [
      "a flash price per piece",
      { give: { price: "9.90", of_sku: "lemon" } },
      cartOf([{ sku: "lemon", qty: 2, price: 1_800 }, 5_000]),
      1_620,
    ],
    [
      "no flash price above the usual one",
      { give: { price: "9.90", of_sku: "lemon" } },
      cartOf([{ sku: "lemon", price: 900 }]),
      0,
    ],
    [
      "free shipping",
      { spend: "39.00", give: { shipping: "free" } },
      cartOf([3_900], { shipping: 600 }),
      0,
      600,
    ],
    [
      "no free shipping below",
      { spend: "39.00", give: { shipping: "free" } },
      cartOf([3_899], { shipping: 600 }),
      0,
      0,
    ],
    [
      "only lines that count reach the threshold",
      { ...main, of: { tags: ["drink"] } },
      cartOf([{ price: 5_999, tags: ["drink"] }, 9_000]),
      0,
    ],
    [
      "any of the tags",
      { ...main, of: { tags: ["tea", "drink"] } },
      cartOf([{ price: 6_000, tags: ["drink"] }]),
      500,
    ],
    [
      "not with an excepted tag",
      { ...main, of: { tags: ["drink"], except_tags: ["new"] } },
      cartOf([{ price: 6_000, tags: ["drink", "new"] }]),
      0,
    ],
    ["skus", { ...main, of: { skus: ["x"] } }, cartOf([{ price: 6_000, sku: "x" }]), 500],
    [
      "tags and skus both",
      { ...main, of: { skus: ["x"], tags: ["drink"] } },
      cartOf([{ price: 6_000, sku: "x" }]),
      0,
    ],
  ];
  test.each(table)("%s", (_name, promo, cart, discount, shipping = 0) => {
    const result = ask(promosOf({ main: promo }), cart);
    expect([result.discount, cart.shipping - result.shipping]).toEqual([discount, shipping]);
    expect(result.total).toBe(result.subtotal - discount + result.shipping);
  });

  test("a gift and points are given beside the price", () => {
    const promos = promosOf(
      {
        cup: { spend: "55.00", give: { gift: "lemon", qty: 2 }, stack: "gifts" },
        points: { give: { points: 100 }, stack: "gifts" },
        main,
      },
      { stacks: { price: "best", gifts: "all" } },
    );
    const { applied, total } = ask(promos, cartOf([6_000]));
    expect(total).toBe(5_500);
    expect(applied).toEqual([
      { promo: "main", off: 500, lines: [{ id: "a", off: 500 }] },
      { promo: "cup", off: 0, lines: [], gift: { sku: "lemon", qty: 2 } },
      { promo: "points", off: 0, lines: [], points: 100 },
    ]);
  });

  test("a discount lies on the lines that count, by largest remainder", () => {
    const promos = promosOf({ main: { give: { off: "3.00" }, of: { tags: ["x"] } } });
    const tags = ["x"];
    const cart = cartOf([
      { price: 4_300, tags },
      9_999,
      { price: 1_400, tags },
      { price: 2_300, tags },
    ]);
    expect(ask(promos, cart).applied[0]?.lines).toEqual([
      { id: "a", off: 161 },
      { id: "c", off: 53 },
      { id: "d", off: 86 },
    ]);
  });
});

describe("stacks", () => {
  const five = { give: { off: "5.00" } };
  const tenth = { give: { percent: 10 } };

  test.each([
    ["best", ["tenth"], 1_000],
    ["first", ["tenth"], 1_000],
    ["all", ["five", "tenth"], 1_450],
  ])("%s", (how, applied, discount) => {
    const promos = promosOf(
      { five, tenth: { ...tenth, priority: how === "first" ? 1 : 0 } },
      { stacks: { price: how } },
    );
    const result = ask(promos, cartOf([10_000]));
    expect(result.applied.map(({ promo }) => promo)).toEqual(applied);
    expect(result.discount).toBe(discount);
  });

  test("of equal savings the higher priority wins, then the earlier promo", () => {
    const winner = (promos: Record<string, object>) =>
      ask(promosOf(promos), cartOf([6_000])).applied[0]?.promo;
    expect(winner({ a: five, b: five })).toBe("a");
    expect(winner({ b: five, a: five })).toBe("b");
    expect(winner({ a: five, b: { ...five, priority: 1 } })).toBe("b");
    expect(winner({ a: tenth, b: tenth })).toBe("a");
    expect(winner({ a: tenth, b: { ...tenth, priority: 1 } })).toBe("b");
  });

  test("add up in their listed order, each on what the ones before left", () => {
    const promos = { tenth: { ...tenth, stack: "two" }, five: { ...five, stack: "one" } };
    const at = (stacks: object) => ask(promosOf(promos, { stacks }), cartOf([10_000])).discount;
    expect(at({ one: "best", two: "best" })).toBe(500 + 950);
    expect(at({ two: "best", one: "best" })).toBe(1_000 + 500);
  });

  test("a later stack counts what is left of the same lines", () => {
    const of = { tags: ["drink"] };
    const promos = promosOf(
      { one: { ...tenth, of }, two: { ...tenth, of, stack: "two" } },
      { stacks: { price: "best", two: "best" } },
    );
    const cart = cartOf([{ price: 10_000, tags: ["drink"] }, 5_000]);
    expect(ask(promos, cart).applied.map((each) => each.off)).toEqual([1_000, 900]);
  });

  test("a threshold in a later stack counts what is left", () => {
    const promos = promosOf(
      { tenth, main: { ...main, stack: "two" } },
      { stacks: { price: "best", two: "best" } },
    );
    expect(ask(promos, cartOf([6_000])).rejected).toEqual([
      { promo: "main", code: "SPEND_BELOW", short: 600 },
    ]);
  });
});

describe("why a promo does not apply", () => {
  const past = { to: "2026-11-24T12:00:00+08:00" };
  const table: readonly [string, object, Parameters<typeof ask>[2]?, Cart?][] = [
    ["SPEND_BELOW", main, {}, cartOf([5_200])],
    ["OUTSIDE_WINDOW", { ...main, window: past }],
    ["NOT_FOR_MEMBER", { ...main, who: { tags: ["vip"] } }],
    ["NOT_FOR_MEMBER", { ...main, who: { new_within: "7d" } }],
    [
      "NOT_FOR_MEMBER",
      { ...main, who: { new_within: "7d" } },
      { member: { tags: [], joinedAt: NOW - 7 * 86_400_000 - 1 } },
    ],
    [
      "MEMBER_LIMIT",
      { ...main, limits: { member: { max: 1, per: "day" } } },
      { counters: { main: { member: 1 } } },
    ],
    [
      "GROUP_LIMIT",
      { ...main, limits: { group: { max: 40, per: "day" } } },
      { counters: { main: { group: 40 } } },
    ],
    ["USES_SPENT", { ...main, limits: { uses: 3 } }, { counters: { main: { uses: 3 } } }],
    ["BUDGET_SPENT", { ...main, budget: "15.00" }, { counters: { main: { spent: 1_001 } } }],
    ["NO_MATCHING_LINE", { ...main, of: { tags: ["drink"] } }],
    ["NO_MATCHING_LINE", { give: { price: "9.90", of_sku: "x" } }],
    ["NO_MATCHING_LINE", { give: { off: "5.00" } }, {}, cartOf([])],
    ["NO_EFFECT", { give: { shipping: "free" } }],
    ["NO_EFFECT", { give: { off: "5.00" } }, {}, cartOf([0])],
    // The first reason in the order of the list.
    ["SPEND_BELOW", { ...main, window: past, who: { tags: ["vip"] } }, {}, cartOf([5_200])],
    ["OUTSIDE_WINDOW", { ...main, window: past, who: { tags: ["vip"] } }],
    [
      "NOT_FOR_MEMBER",
      { ...main, who: { tags: ["vip"] }, limits: { uses: 3 } },
      { counters: { main: { uses: 3 } } },
    ],
    [
      "MEMBER_LIMIT",
      { ...main, limits: { uses: 3, member: { max: 1 } } },
      { counters: { main: { uses: 3, member: 1 } } },
    ],
    [
      "USES_SPENT",
      { ...main, limits: { uses: 3 }, budget: "5.00" },
      { counters: { main: { uses: 3, spent: 500 } } },
    ],
  ];
  test.each(table)("%s", (code, promo, options = {}, cart = cartOf([6_000])) => {
    const result = ask(promosOf({ main: promo }), cart, options);
    expect(result.applied).toEqual([]);
    expect(result.rejected.map((each) => each.code)).toEqual([code]);
  });

  test.each([
    ["a tag of the member", { who: { tags: ["vip", "old"] } }, { member: { tags: ["old"] } }],
    [
      "the last second of being new",
      { who: { new_within: "7d" } },
      { member: { tags: [], joinedAt: NOW - 7 * 86_400_000 } },
    ],
    ["the last use", { limits: { uses: 3 } }, { counters: { main: { uses: 2 } } }],
    ["the last of the budget", { budget: "15.00" }, { counters: { main: { spent: 1_000 } } }],
  ])("%s lets it apply", (_name, more, options) => {
    expect(ask(promosOf({ main: { ...main, ...more } }), cartOf([6_000]), options).discount).toBe(
      500,
    );
  });

  test("every promo of the playbook is either applied or has its reason", () => {
    const promos = promosOf({
      main,
      big: { spend: "99.00", give: { off: "9.00" } },
      small: { give: { off: "1.00" } },
    });
    expect(ask(promos, cartOf([6_000])).rejected).toEqual([
      { promo: "big", code: "SPEND_BELOW", short: 3_900 },
      { promo: "small", code: "LOST_TO", winner: "main" },
    ]);
  });
});

describe("quoteJson", () => {
  test("is the documented result", () => {
    const promos = promosOf({
      main: { ...main, nudge: { within: "10.00", say: "nudge" } },
      x: { give: { off: "1.00" } },
    });
    const cart = cartOf([{ qty: 2, price: 2_600 }], { shipping: 600 });
    expect(quoteJson(ask(promos, cart), "en")).toEqual({
      currency: "CNY",
      subtotal: "52.00",
      discount: "1.00",
      shipping: "6.00",
      total: "57.00",
      applied: [{ promo: "x", off: "1.00", lines: [{ id: "a", off: "1.00" }] }],
      rejected: [{ promo: "main", code: "SPEND_BELOW", reason: "8.00 short of the threshold" }],
      // biome-ignore lint/suspicious/noThenProperty: the word of the result's format.
      nudge: { promo: "main", gap: "8.00", off: "5.00", then: "61.00" },
    });
  });

  test("counts in the currency's own minor units", () => {
    const promos = promosOf({ main: { spend: "600", give: { off: "50" } } }, { currency: "JPY" });
    const { subtotal, total } = quoteJson(ask(promos, cartOf([600])), "zh-CN");
    expect([subtotal, total]).toEqual(["600", "550"]);
  });
});
