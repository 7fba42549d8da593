import { allocate } from "../../core/allocate.js";
import type { Instant } from "../../core/event.js";
import type { Cart, Counters, Shopper } from "./cart.js";
import type { Compiled, Rule } from "./compile.js";
import type { Opened } from "./coupon.js";
import type { Fits } from "./filter.js";
import { passes } from "./gate.js";
import { offAt } from "./give.js";
import { unhandled } from "./give-form.js";
import { refuse, type Verdict } from "./reasons.js";

const MISSING = refuse("COUPON_MISSING");
const NO_LINE = refuse("NO_MATCHING_LINE");
const BELOW = refuse("SPEND_BELOW");
const NOTHING = refuse("NO_EFFECT");
const BUDGET = refuse("BUDGET_SPENT");
const NO_SHARES: readonly number[] = [];

/** Everything a quote looks at; `opened` only where a promo needs a coupon and there is a code. */
export type Question = {
  readonly compiled: Compiled;
  readonly cart: Cart;
  readonly member: Shopper;
  readonly counters: Counters;
  readonly now: Instant;
  readonly opened?: ReadonlyMap<string, Opened> | undefined;
};
/** What the promos see of a cart's lines. */
type Sorted = {
  readonly total: number;
  /** By filter: what its lines cost, -1 for no line. */
  readonly sums: readonly number[];
  /** By line. */
  readonly fits: readonly Fits[];
};
export type Win = {
  readonly rule: Rule;
  readonly off: number;
  /** Over the lines; empty for shipping, gifts and points, absent until somebody looks at the lines. */
  shares: readonly number[] | undefined;
};
/** One item more than the cart has, of which nothing is known but that a promo counts it. */
export type Added = { readonly fits: Fits; readonly price: number };

/** A basket on its way through the stacks; minor units. */
export type Pricing = {
  readonly question: Question;
  readonly sorted: Sorted;
  readonly added: Added | undefined;
  /** What all lines cost now. */
  total: number;
  shipping: number;
  /** What has come off so far, shipping included. */
  saved: number;
  readonly applied: Win[];
  /** Something has come off the lines. */
  touched: boolean;
  /** What each line costs after the first `spread` of the applied; see `restOf`. */
  rest: number[] | undefined;
  spread: number;
};

/** A basket before any promo. */
export function openPricing(question: Question): Pricing {
  return pricing(question, sortOut(question), undefined);
}

/** The same basket with one item more. */
export const withAdded = ({ question, sorted }: Pricing, added: Added): Pricing =>
  pricing(question, sorted, added);

function pricing(question: Question, sorted: Sorted, added: Added | undefined): Pricing {
  return {
    question,
    sorted,
    added,
    total: sorted.total + (added ? added.price : 0),
    shipping: question.cart.shipping,
    saved: 0,
    applied: [],
    touched: false,
    rest: undefined,
    spread: 0,
  };
}

const NO_FITS: readonly Fits[] = [];

function sortOut({ cart, compiled }: Question): Sorted {
  const { lines } = cart;
  let total = 0;
  for (const { qty, price } of lines) total += qty * price;
  const sums = compiled.noLines.slice();
  if (sums.length === 0) return { total, sums, fits: NO_FITS };
  const fits = lines.map(compiled.sort);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const fit = fits[i];
    if (!line || !fit) continue;
    const cost = line.qty * line.price;
    for (const filter of fit.filters) sums[filter] = Math.max(sums[filter] ?? 0, 0) + cost;
  }
  return { total, sums, fits };
}

/** What the lines a promo counts cost now, or -1 when there is no such line. */
export function baseOf(at: Pricing, { filter }: Rule): number {
  const { added, sorted } = at;
  if (filter < 0) return added || at.question.cart.lines.length > 0 ? at.total : -1;
  if (at.touched) return sumNow(at, filter);
  const sum = sorted.sums[filter] ?? -1;
  return added?.fits.in[filter] ? Math.max(sum, 0) + added.price : sum;
}

function sumNow(at: Pricing, filter: number): number {
  let sum = -1;
  const rest = restOf(at);
  for (let i = 0; i < rest.length; i++)
    if (counts(at, filter, i)) sum = Math.max(sum, 0) + (rest[i] ?? 0);
  return sum;
}

/** Whether a line counts for a filter; -1 takes all. The added one stands behind those of the cart. */
function counts({ sorted, added }: Pricing, filter: number, i: number): boolean {
  if (filter < 0) return true;
  return (sorted.fits[i] ?? added?.fits)?.in[filter] ?? false;
}

/** What each line costs now. Discounts are spread over the lines only when somebody looks at those. */
export function restOf(at: Pricing): readonly number[] {
  const { applied } = at;
  at.rest ??= costsOf(at);
  for (; at.spread < applied.length; at.spread++) {
    const win = applied[at.spread];
    if (!win) break;
    const shares = sharesOf(at, at.rest, win);
    win.shares = shares;
    for (let i = 0; i < shares.length; i++) at.rest[i] = (at.rest[i] ?? 0) - (shares[i] ?? 0);
  }
  return at.rest;
}

function costsOf(at: Pricing): number[] {
  const costs: number[] = [];
  for (let i = 0; i < countOf(at); i++) costs.push(costBefore(at, i));
  return costs;
}

const countOf = ({ question, added }: Pricing): number =>
  question.cart.lines.length + (added ? 1 : 0);

function costBefore({ question, added }: Pricing, i: number): number {
  const line = question.cart.lines[i];
  return line ? line.qty * line.price : (added?.price ?? 0);
}

function sharesOf(at: Pricing, rest: readonly number[], { rule, off }: Win): readonly number[] {
  switch (rule.kind) {
    case "amount": {
      const shares = rest.slice();
      for (let i = 0; i < shares.length; i++) if (!counts(at, rule.filter, i)) shares[i] = 0;
      return allocate(off, shares);
    }
    case "price":
      return rest.map((_, i) => flashOff(at, rule, i));
    case "shipping":
    case "gift":
    case "points":
      return NO_SHARES;
    default:
      throw unhandled(rule);
  }
}

/** What a line costs above the flash price. */
function flashOff(at: Pricing, { price = 0, filter }: Rule, i: number): number {
  // As long as nothing has come off the lines nobody has to keep what each costs.
  const cost = at.rest?.[i] ?? costBefore(at, i);
  const above = cost - price * (at.question.cart.lines[i]?.qty ?? 1);
  return above > 0 && counts(at, filter, i) ? above : 0;
}

/** Why the cart's coupons don't open a promo; 0 when they do, or need not. */
export function couponOf({ opened: coupons }: Question, { needsCoupon, id }: Rule): Verdict {
  if (!needsCoupon) return 0;
  const opened = coupons?.get(id);
  if (!opened) return MISSING;
  return "reason" in opened ? refuse(opened.reason) : 0;
}

/** What a promo that is open (see `gateOf`) would take off lines that cost `base`, or why it can't. */
export function judge(at: Pricing, rule: Rule, base: number): Verdict {
  const off = offOf(at, rule, base);
  if (off === 0 && rule.target !== "nothing") return NOTHING;
  return rule.limitless || off <= budgetLeft(at, rule) ? off : BUDGET;
}

/** Why a promo can't apply to lines that cost `base`; 0 when it can. */
export const reachOf = (base: number, { least }: Rule): Verdict =>
  base < 0 ? NO_LINE : base < least ? BELOW : 0;

/** Whether a promo is open to whoever asks, whatever the basket: 0, or why not. */
export function gateOf(question: Question, { gate, id }: Rule): Verdict {
  if (!gate) return 0;
  return passes(gate, question, gate.limited ? question.counters[id] : undefined);
}

/** What is left of a promo's budget. */
export const budgetLeft = ({ question }: Pick<Pricing, "question">, { budget, id }: Rule): number =>
  Math.max(0, budget - (question.counters[id]?.spent ?? 0));

function offOf(at: Pricing, rule: Rule, base: number): number {
  switch (rule.kind) {
    case "amount":
      return offAt(rule.amount, base);
    case "price":
      return flashOffAll(at, rule);
    case "shipping":
      return at.shipping;
    case "gift":
    case "points":
      return 0;
    default:
      throw unhandled(rule);
  }
}

function flashOffAll(at: Pricing, rule: Rule): number {
  if (at.touched) restOf(at);
  let sum = 0;
  for (let i = 0; i < countOf(at); i++) sum += flashOff(at, rule, i);
  return sum;
}

export function take(at: Pricing, rule: Rule, off: number): Win {
  const win: Win = { rule, off, shares: undefined };
  at.applied.push(win);
  at.saved += off;
  switch (rule.target) {
    case "lines":
      at.total -= off;
      at.touched ||= off > 0;
      return win;
    case "shipping":
      at.shipping -= off;
      return win;
    case "nothing":
      return win;
    default:
      throw unhandled(rule.target);
  }
}
