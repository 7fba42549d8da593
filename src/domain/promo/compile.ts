import { createWallClock, type WallClock } from "../../core/time/local-clock.js";
import type { CartLine } from "./cart.js";
import {
  type Bounds,
  boundsOf,
  compileEffect,
  type Effect,
  type Target,
  targetOf,
} from "./effect.js";
import { createSorter, type Filter, type Fits, filterOf, type Goods, sampleOf } from "./filter.js";
import { compileGate, type Gate } from "./gate.js";
import { money } from "./give.js";
import { formOf } from "./give-form.js";
import { type Rejected, rejectionsOf } from "./reasons.js";
import type { Promo, PromoBook } from "./schema.js";
import { compileWindow } from "./window.js";

/** One promo, ready to be asked; amounts in minor units. */
export type Rule = Effect & Bounds & RuleOfAny;
type RuleOfAny = {
  /** Its place in the file. */
  readonly index: number;
  readonly id: string;
  readonly promo: Promo;
  /** How it competes in its stack, and which of the stacks that is. */
  readonly how: Stack["how"];
  readonly stack: number;
  readonly spend: number;
  /** Which lines count and are discounted; undefined: all. */
  readonly matches?: (line: CartLine) => boolean;
  /** The same for promos that count the same lines; -1 for all. */
  readonly filter: number;
  /** Where an item counts that it counts, and of which nothing else is known; nudges imagine one added. */
  readonly sample: Fits;
  readonly gate?: Gate;
  readonly needsCoupon: boolean;
  /** What it takes its discount off. */
  readonly target: Target;
  readonly budget: number;
  /** It has no budget. */
  readonly limitless: boolean;
  readonly nudgeWithin: number;
  /** By reason, what a quote says when that is all there is to say. */
  readonly rejections: readonly Rejected[];
};
export type Stack = {
  readonly index: number;
  readonly how: "best" | "first" | "all";
  /** Higher priority first, then the file's order. */
  readonly rules: readonly Rule[];
  /** Those that save money, by what they save at most, then by priority. */
  readonly strongest: readonly Rule[];
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
  /** Which of the different choices of lines that the promos make goods meet. */
  readonly sort: (goods: Goods) => Fits;
  /** A zero for each rule, a -1 for each filter: copying is the quickest way to a new array. */
  readonly blank: readonly number[];
  readonly noLines: readonly number[];
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
  const filters = filtersOf(Object.values(book.promos));
  const rules = Object.entries(book.promos).map(([id, promo], index): Rule => {
    const how = Object.hasOwn(book.stacks, promo.stack) ? book.stacks[promo.stack] : undefined;
    if (!how) throw new Error(`${id}: no stack ${promo.stack}`);
    const { give, budget, nudge } = promo;
    const spend = promo.spend === undefined ? 0 : money(promo.spend, currency);
    const effect = compileEffect(formOf(give), spend, currency);
    const choice = filters.of(promo);
    return {
      index,
      id,
      promo,
      how,
      stack: names.indexOf(promo.stack),
      spend,
      ...effect,
      ...boundsOf(effect, spend),
      target: targetOf(effect),
      matches: choice.matches,
      filter: choice.filter,
      sample: choice.sample,
      gate: compileGate(promo, compileWindow(promo.window, clock)),
      needsCoupon: locked.has(id),
      budget: budget === undefined ? Number.POSITIVE_INFINITY : money(budget, currency),
      limitless: budget === undefined,
      nudgeWithin: nudge ? money(nudge.within, currency) : Number.POSITIVE_INFINITY,
      rejections: rejectionsOf(id),
    };
  });
  const stacks = names.map((_, index) =>
    stackOf(
      index,
      rules.filter(({ stack }) => stack === index),
    ),
  );
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    currency,
    zone,
    clock,
    rules,
    byId,
    stacks,
    sort: filters.sort,
    blank: rules.map(() => 0),
    noLines: new Array<number>(filters.count).fill(-1),
    coupons,
  };
}

function stackOf(index: number, rules: readonly Rule[]): Stack {
  const ranked = [...rules].sort((a, b) => b.promo.priority - a.promo.priority);
  return {
    index,
    how: rules[0]?.how ?? "best",
    rules: ranked,
    strongest: ranked.filter(({ target }) => target !== "nothing").sort(byMost),
  };
}

/** Not by difference: two that know no bound have none. */
const byMost = (a: Rule, b: Rule): number => (a.most === b.most ? 0 : a.most < b.most ? 1 : -1);

const ANYTHING: Goods = { tags: [] };

/** Which lines the promos choose; known for all of them before any is compiled. */
function filtersOf(promos: readonly Promo[]) {
  const byKey = new Map<string, Filter>();
  for (const promo of promos) filterOf(promo, byKey);
  const sort = createSorter([...byKey.values()]);
  return {
    sort,
    count: byKey.size,
    of(promo: Promo): Pick<Rule, "matches" | "filter" | "sample"> {
      const filter = filterOf(promo, byKey);
      const goods = filter ? sampleOf(filter) : ANYTHING;
      const { index = -1 } = filter ?? {};
      return {
        filter: index,
        matches: filter && ((line) => sort(line).in[index] ?? false),
        sample: sort(goods),
      };
    },
  };
}
