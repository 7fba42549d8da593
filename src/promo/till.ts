import { allocate } from "../core/allocate.js";
import type { Instant } from "../core/event.js";
import type { Cart, CartLine, Counters, Shopper } from "./cart.js";
import type { Compiled, Rule } from "./compile.js";
import type { Opened } from "./coupon.js";
import { refuse, type Verdict } from "./reasons.js";

const MISSING = refuse("COUPON_MISSING");
const NO_LINE = refuse("NO_MATCHING_LINE");
const BELOW = refuse("SPEND_BELOW");
const NOTHING = refuse("NO_EFFECT");
const BUDGET = refuse("BUDGET_SPENT");
const LOST = refuse("LOST_TO");
const NO_COUNTS = {};
const NO_SHARES: readonly number[] = [];
/** Not NaN: whole numbers keep the arrays compact. */
const UNKNOWN = -1_000;

/** Everything a quote looks at; `opened` only where a promo needs a coupon and there is a code. */
export type Question = {
  readonly compiled: Compiled;
  readonly cart: Cart;
  readonly member: Shopper;
  readonly counters: Counters;
  readonly now: Instant;
  readonly opened?: ReadonlyMap<string, Opened> | undefined;
};
/** What all baskets of one question share; UNKNOWN until somebody asks. */
type Memo = {
  /** By rule: whether it is open to whoever asks. */
  readonly gates: Verdict[];
  /** By filter: what its lines cost before any promo, -1 for no line. */
  readonly sums: number[];
};
export type Win = {
  readonly rule: Rule;
  readonly off: number;
  /** Over the lines; empty for shipping, gifts and points, absent until somebody looks at the lines. */
  shares?: readonly number[];
};
/** One item more than the cart has, of which nothing is known but that a promo counts it. */
export type Added = { readonly sample: Rule["sample"]; readonly price: number };

/** A basket on its way through the stacks; minor units. */
export type Till = {
  readonly question: Question;
  readonly memo: Memo;
  readonly added?: Added | undefined;
  /** What all lines cost before any promo, and now. */
  readonly subtotal: number;
  total: number;
  shipping: number;
  /** What has come off so far, shipping included. */
  saved: number;
  readonly applied: Win[];
  /** Something has come off the lines. */
  touched: boolean;
  /** By filter: what its lines cost now, -1 for no line; UNKNOWN until somebody asks. */
  readonly sums: number[];
  /** What each line costs after the first `spread` of the applied; see `restOf`. */
  readonly rest: number[];
  spread: number;
};

/** A basket before any promo. */
export function openTill(question: Question): Till {
  const { cart, compiled } = question;
  let subtotal = 0;
  for (const { qty, price } of cart.lines) subtotal += qty * price;
  const memo = { gates: unknown(compiled.rules.length), sums: unknown(compiled.filters) };
  return till({ question, memo, added: undefined, subtotal });
}

/** The same basket with one item more. */
export function withAdded({ question, memo, subtotal }: Till, added: Added): Till {
  return till({ question, memo, added, subtotal: subtotal + added.price });
}

function till(start: Pick<Till, "question" | "memo" | "added" | "subtotal">): Till {
  const { question, memo, added, subtotal } = start;
  return {
    question,
    memo,
    added,
    subtotal,
    total: subtotal,
    shipping: question.cart.shipping,
    saved: 0,
    applied: [],
    touched: false,
    sums: unknown(question.compiled.filters),
    rest: [],
    spread: 0,
  };
}

const unknown = (length: number): number[] => new Array<number>(length).fill(UNKNOWN);

/** What the lines a promo counts cost now, or -1 when there is no such line. */
export function baseOf(at: Till, { filter, matches }: Rule): number {
  if (filter < 0 || !matches) return at.added || at.question.cart.lines.length > 0 ? at.total : -1;
  const known = at.sums[filter] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  const sum = at.touched ? sumNow(at, matches) : sumBefore(at, filter, matches);
  at.sums[filter] = sum;
  return sum;
}

type Matches = NonNullable<Rule["matches"]>;

function sumBefore({ question, memo, added }: Till, filter: number, matches: Matches): number {
  let sum = memo.sums[filter] ?? UNKNOWN;
  if (sum === UNKNOWN) {
    sum = -1;
    for (const line of question.cart.lines)
      if (matches(line)) sum = Math.max(sum, 0) + line.qty * line.price;
    memo.sums[filter] = sum;
  }
  return added?.sample.fits[filter] ? Math.max(sum, 0) + added.price : sum;
}

function sumNow(at: Till, matches: Matches): number {
  let sum = -1;
  const rest = restOf(at);
  for (let i = 0; i < rest.length; i++)
    if (matches(lineOf(at, i))) sum = Math.max(sum, 0) + (rest[i] ?? 0);
  return sum;
}

/** A line of the cart, or the added one behind them. */
function lineOf({ question, added }: Till, i: number): CartLine {
  return (
    question.cart.lines[i] ?? {
      id: "",
      qty: 1,
      price: added?.price ?? 0,
      ...(added?.sample.goods ?? { tags: [] }),
    }
  );
}

/** What each line costs now. Discounts are spread over the lines only when somebody looks at those. */
export function restOf(at: Till): readonly number[] {
  const { rest, applied, question, added } = at;
  if (rest.length === 0) {
    for (const { qty, price } of question.cart.lines) rest.push(qty * price);
    if (added) rest.push(added.price);
  }
  for (; at.spread < applied.length; at.spread++) {
    const win = applied[at.spread];
    if (!win) break;
    const shares = sharesOf(at, win);
    win.shares = shares;
    for (let i = 0; i < shares.length; i++) rest[i] = (rest[i] ?? 0) - (shares[i] ?? 0);
  }
  return rest;
}

function sharesOf(at: Till, { rule, off }: Win): readonly number[] {
  const { matches } = rule;
  if (rule.price !== undefined) return flash(at, rule);
  if (!rule.amount) return NO_SHARES;
  if (!matches) return allocate(off, at.rest);
  return allocate(
    off,
    at.rest.map((cost, i) => (matches(lineOf(at, i)) ? cost : 0)),
  );
}

/** What each line costs above the flash price. */
function flash(at: Till, { price = 0, matches }: Rule): number[] {
  return at.rest.map((cost, i) => {
    const line = lineOf(at, i);
    return matches?.(line) ? Math.max(0, cost - price * line.qty) : 0;
  });
}

/** Why the cart's coupons don't open a promo; 0 when they do, or need not. */
export function couponOf({ question }: Till, { needsCoupon, id }: Rule): Verdict {
  if (!needsCoupon) return 0;
  const opened = question.opened?.get(id);
  if (!opened) return MISSING;
  return "reason" in opened ? refuse(opened.reason) : 0;
}

/**
 * What a promo would take off lines that cost `base`, or the first reason why it can't. Where it can't
 * beat `best` anyway, it has lost without being reckoned.
 */
export function judge(at: Till, rule: Rule, base: number, best = -1): Verdict {
  if (base < 0) return NO_LINE;
  if (base < rule.least) return BELOW;
  const shut = gateOf(at, rule);
  if (shut !== 0) return shut;
  if (rule.amount && rule.most <= best && base > 0 && rule.most <= budgetLeft(at, rule))
    return LOST;
  const off = rule.amount ? rule.amount.off(base) : otherOff(at, rule);
  if (off === 0 && !rule.beside) return NOTHING;
  return off <= budgetLeft(at, rule) ? off : BUDGET;
}

/** Whether a promo is open to whoever asks, whatever the basket: 0, or why not. */
export function gateOf({ question, memo }: Till, { gate, index, id, limited }: Rule): Verdict {
  if (!gate) return 0;
  const known = memo.gates[index] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  const { member, counters, now } = question;
  const verdict = gate(limited ? (counters[id] ?? NO_COUNTS) : NO_COUNTS, member, now);
  memo.gates[index] = verdict;
  return verdict;
}

/** What is left of a promo's budget. */
export function budgetLeft({ question }: Till, { budget, limitless, id }: Rule): number {
  return limitless ? budget : Math.max(0, budget - (question.counters[id]?.spent ?? 0));
}

/** Flash prices and shipping; gifts and points take nothing off. */
function otherOff(at: Till, rule: Rule): number {
  if (rule.ships) return at.shipping;
  if (rule.price === undefined) return 0;
  restOf(at);
  let sum = 0;
  for (const off of flash(at, rule)) sum += off;
  return sum;
}

export function take(at: Till, rule: Rule, off: number): Win {
  const win: Win = { rule, off };
  at.applied.push(win);
  if (off === 0) return win;
  at.saved += off;
  if (rule.ships) at.shipping -= off;
  else {
    at.total -= off;
    at.touched = true;
    at.sums.fill(UNKNOWN);
  }
  return win;
}
