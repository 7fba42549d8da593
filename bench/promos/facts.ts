import type { Case } from "./baskets.js";

const HOUR = 3_600_000;
const FLASH = 990;

/** What the other engines look at, reckoned in one pass over the lines: none of them can sum by itself. */
export type Facts = {
  readonly all: number;
  readonly drink: number;
  readonly snack: number;
  readonly cake: number;
  readonly coffee: number;
  readonly plain: number;
  /** What the pieces on flash sale cost above their flash price. */
  readonly flash: number;
  readonly shipping: number;
  readonly now: number;
  /** Of the day in Shanghai, which has no summer time; the week's days from Monday, 0. */
  readonly minute: number;
  readonly day: number;
  readonly tags: readonly string[];
  /** Milliseconds in the group. */
  readonly age: number;
  readonly grouped: number;
  readonly onced: number;
  readonly spent: number;
  readonly rushed: number;
  readonly coupon: boolean;
};

export function factsOf({ cart, member, counters, now }: Case): Facts {
  let [all, drink, snack, cake, coffee, plain, flash] = [0, 0, 0, 0, 0, 0, 0];
  for (const { sku, qty, price, tags } of cart.lines) {
    const cost = qty * price;
    all += cost;
    if (tags.includes("drink")) drink += cost;
    if (tags.includes("snack")) snack += cost;
    if (tags.includes("cake")) cake += cost;
    if (tags.includes("coffee")) coffee += cost;
    if (!tags.includes("sale")) plain += cost;
    if (sku === "lemon-tea" && price > FLASH) flash += (price - FLASH) * qty;
  }
  const local = now + 8 * HOUR;
  const held = cart.coupons.length > 0 ? member.coupons?.[0] : undefined;
  return {
    all,
    drink,
    snack,
    cake,
    coffee,
    plain,
    flash,
    shipping: cart.shipping,
    now,
    minute: Math.floor((local % (24 * HOUR)) / 60_000),
    day: (Math.floor(local / (24 * HOUR)) + 3) % 7,
    tags: member.tags,
    age: now - (member.joinedAt ?? 0),
    grouped: counters.group?.group ?? 0,
    onced: counters.once?.member ?? 0,
    spent: counters.purse?.spent ?? 0,
    rushed: counters.rush?.uses ?? 0,
    coupon: held !== undefined && held.state === "granted" && now < held.until,
  };
}
