import type { Cart, CartLine, Counters, Shopper } from "../../dist/domain/promo/cart.js";

/** What one quote is asked about; every engine gets the same. */
export type Case = {
  readonly cart: Cart;
  readonly member: Shopper;
  readonly counters: Counters;
  readonly now: number;
};

const DAY = 86_400_000;
const MONDAY = Date.parse("2026-11-23T00:00:00+08:00");
const CODE = "TT4K7M2P";
const GOODS: readonly Omit<CartLine, "id" | "qty">[] = [
  { sku: "lemon-tea", price: 1_400, tags: ["drink"] },
  { sku: "jasmine", price: 1_800, tags: ["drink"] },
  { sku: "oolong", price: 1_650, tags: ["drink", "sale"] },
  { sku: "latte", price: 2_200, tags: ["drink", "coffee"] },
  { sku: "americano", price: 1_580, tags: ["drink", "coffee", "sale"] },
  { sku: "nuts", price: 1_290, tags: ["snack"] },
  { sku: "crisps", price: 850, tags: ["snack", "sale"] },
  { sku: "cheesecake", price: 2_890, tags: ["cake"] },
  { sku: "bag", price: 100, tags: [] },
];
const TAGS = ["vip", "student", "gold", "silver", "birthday"] as const;

/** So many baskets of a week, always the same: one to five lines of about 50 yuan together. */
export function baskets(count: number): readonly Case[] {
  let seed = 20_261_124;
  /** A whole number below n. */
  const draw = (n: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const oneIn = (n: number) => draw(n) === 0;
  const line = (_: unknown, i: number): CartLine => {
    const goods = GOODS[draw(GOODS.length)] ?? { price: 0, tags: [] };
    return { id: `l${i}`, qty: 1 + (oneIn(3) ? draw(3) : 0), ...goods };
  };
  return Array.from({ length: count }, (): Case => {
    const now = MONDAY + draw(7 * DAY);
    const holds = oneIn(10);
    return {
      now,
      cart: {
        lines: Array.from({ length: 1 + draw(5) }, line),
        shipping: oneIn(2) ? 600 : 0,
        coupons: holds ? [CODE] : [],
      },
      member: {
        id: "m",
        tags: TAGS.filter(() => oneIn(5)),
        joinedAt: now - draw(30 * DAY),
        coupons: holds
          ? [{ code: CODE, coupon: "welcome", state: "granted", until: now + DAY }]
          : [],
      },
      counters: {
        group: { group: draw(50) },
        once: { member: oneIn(2) ? 1 : 0 },
        purse: { spent: 1_499_000 + draw(1_500) },
        rush: { uses: 2_900 + draw(200) },
      },
    };
  });
}
