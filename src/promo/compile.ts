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
  /** How it competes in its stack, and which of the stacks that is. */
  readonly how: Stack["how"];
  readonly stack: number;
  readonly spend: number;
  /** Which lines count and are discounted; undefined: all. */
  readonly matches?: Match;
  /** The same for promos that count the same lines; -1 for all. */
  readonly filter: number;
  readonly gate?: Gate;
  readonly needsCoupon: boolean;
  readonly amount?: Amount;
  /** What one piece costs in a flash sale. */
  readonly price?: number;
  readonly budget: number;
  /** It has no budget. */
  readonly limitless: boolean;
  readonly nudgeWithin: number;
};
type Match = (line: CartLine) => boolean;
export type Stack = {
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
  /** Those that have promos, in their order. */
  readonly stacks: readonly Stack[];
  /** How many different choices of lines the promos make. */
  readonly filters: number;
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
  const used = new Set(Object.values(book.promos).map(({ stack }) => stack));
  const names = Object.keys(book.stacks).filter((name) => used.has(name));
  const filters = new Map<string, { filter: number; matches: Match }>();
  const rules = Object.entries(book.promos).map(([id, promo], index): Rule => {
    const how = Object.hasOwn(book.stacks, promo.stack) ? book.stacks[promo.stack] : undefined;
    if (!how) throw new Error(`${id}: no stack ${promo.stack}`);
    const spend = promo.spend === undefined ? 0 : money(promo.spend, currency);
    const choice = filterOf(promo, filters);
    return {
      index,
      id,
      promo,
      how,
      stack: names.indexOf(promo.stack),
      spend,
      matches: choice?.matches,
      filter: choice?.filter ?? -1,
      gate: compileGate(promo, compileWindow(promo.window, clock)),
      needsCoupon: locked.has(id),
      amount: compileAmount(promo.give, spend, currency),
      price: "price" in promo.give ? money(promo.give.price, currency) : undefined,
      budget: promo.budget === undefined ? Number.POSITIVE_INFINITY : money(promo.budget, currency),
      limitless: promo.budget === undefined,
      nudgeWithin: promo.nudge ? money(promo.nudge.within, currency) : Number.POSITIVE_INFINITY,
    };
  });
  const stacks = names.map((_, index): Stack => {
    const own = rules.filter(({ stack }) => stack === index);
    return {
      how: own[0]?.how ?? "best",
      rules: own.sort((a, b) => b.promo.priority - a.promo.priority),
    };
  });
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return { currency, zone, clock, rules, byId, stacks, filters: filters.size, coupons };
}

type Filters = Map<string, { readonly filter: number; readonly matches: Match }>;

/** Promos that count the same lines share one filter, so that a basket is sorted out once for all. */
function filterOf(
  { of, give }: Promo,
  filters: Filters,
): { filter: number; matches: Match } | undefined {
  const sku = "price" in give ? give.of_sku : undefined;
  if (!of && sku === undefined) return undefined;
  const key = JSON.stringify([of, sku]);
  const known = filters.get(key) ?? { filter: filters.size, matches: compileMatch(of, sku) };
  filters.set(key, known);
  return known;
}

/** A line counts when it meets every key of `of`, and in a flash sale is the sku on sale. */
function compileMatch(of: Promo["of"], sku: string | undefined): Match {
  const { tags, skus, except_tags: except } = of ?? {};
  const has = (line: CartLine, wanted: readonly string[]) => {
    for (const tag of line.tags) if (wanted.includes(tag)) return true;
    return false;
  };
  return (line) =>
    (!tags || has(line, tags)) &&
    (sku === undefined || line.sku === sku) &&
    (!skus || (line.sku !== undefined && skus.includes(line.sku))) &&
    !(except && has(line, except));
}
