import type { CartLine } from "./cart.js";
import { createWallClock, type WallClock } from "./clock.js";
import { compileGate, type Gate } from "./gate.js";
import { type Amount, compileAmount, money } from "./give.js";
import type { Promo, PromoBook } from "./schema.js";
import { compileWindow } from "./window.js";

/** One promo made of closures; amounts in minor units. */
export type Rule = {
  /** Its place in the file. */
  readonly index: number;
  readonly id: string;
  readonly promo: Promo;
  /** How it competes in its stack. */
  readonly how: Stack["how"];
  readonly spend: number;
  /** Which lines count and are discounted; undefined: all. */
  readonly matches?: (line: CartLine) => boolean;
  readonly gate?: Gate;
  readonly needsCoupon: boolean;
  readonly amount?: Amount;
  /** What one piece costs in a flash sale. */
  readonly price?: number;
  readonly budget: number;
  readonly nudgeWithin: number;
};
export type Stack = {
  readonly id: string;
  readonly how: "best" | "first" | "all";
  /** Higher priority first, then the file's order. */
  readonly rules: readonly Rule[];
};
/** The promos of one playbook version, ready to quote. */
export type Compiled = {
  readonly currency: string;
  readonly zone: string;
  readonly clock: WallClock;
  /** In the file's order. */
  readonly rules: readonly Rule[];
  readonly byId: ReadonlyMap<string, Rule>;
  readonly stacks: readonly Stack[];
  /** Coupon id -> the promo it opens. */
  readonly coupons: ReadonlyMap<string, string>;
};

/**
 * Compiles a checked playbook's promos, once per version.
 * @throws Error on an amount, a zone or a reference that the check would have found.
 */
export function compilePromos(book: PromoBook): Compiled {
  const { currency, timezone: zone } = book;
  const clock = createWallClock(zone);
  const coupons = new Map(Object.entries(book.coupons).map(([id, { promo }]) => [id, promo]));
  const locked = new Set(coupons.values());
  const rules = Object.entries(book.promos).map(([id, promo], index): Rule => {
    const how = Object.hasOwn(book.stacks, promo.stack) ? book.stacks[promo.stack] : undefined;
    if (!how) throw new Error(`${id}: no stack ${promo.stack}`);
    const spend = promo.spend === undefined ? 0 : money(promo.spend, currency);
    return {
      index,
      id,
      promo,
      how,
      spend,
      matches: compileMatch(promo),
      gate: compileGate(promo, compileWindow(promo.window, clock)),
      needsCoupon: locked.has(id),
      amount: compileAmount(promo.give, spend, currency),
      price: "price" in promo.give ? money(promo.give.price, currency) : undefined,
      budget: promo.budget === undefined ? Number.POSITIVE_INFINITY : money(promo.budget, currency),
      nudgeWithin: promo.nudge ? money(promo.nudge.within, currency) : Number.POSITIVE_INFINITY,
    };
  });
  const stacks = Object.entries(book.stacks).map(([id, how]): Stack => {
    const own = rules.filter(({ promo }) => promo.stack === id);
    return { id, how, rules: own.sort((a, b) => b.promo.priority - a.promo.priority) };
  });
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return { currency, zone, clock, rules, byId, stacks, coupons };
}

/** A line counts when it meets every key of `of`, and in a flash sale is the sku on sale. */
function compileMatch({ of, give }: Promo): ((line: CartLine) => boolean) | undefined {
  const sku = "price" in give ? give.of_sku : undefined;
  if (!of && sku === undefined) return undefined;
  const { tags, skus, except_tags: except } = of ?? {};
  return (line) =>
    (sku === undefined || line.sku === sku) &&
    (!skus || (line.sku !== undefined && skus.includes(line.sku))) &&
    (!tags || line.tags.some((tag) => tags.includes(tag))) &&
    !(except && line.tags.some((tag) => except.includes(tag)));
}
