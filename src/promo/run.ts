import type { Instant } from "../core/event.js";
import { allocate } from "./allocate.js";
import type { Cart, Counters, Shopper } from "./cart.js";
import type { Compiled, Rule, Stack } from "./compile.js";
import type { Opened } from "./coupon.js";
import { refuse, type Verdict } from "./reasons.js";

const NO_LINE = refuse("NO_MATCHING_LINE");
const BELOW = refuse("SPEND_BELOW");
const NOTHING = refuse("NO_EFFECT");
const BUDGET = refuse("BUDGET_SPENT");
const LOST = refuse("LOST_TO");
const NO_COUNTS = {};
/** Not NaN: whole numbers keep the arrays compact. */
const UNKNOWN = -1_000;

/** Everything a quote looks at; `opened` only where a promo needs a coupon. */
export type Question = {
  readonly compiled: Compiled;
  readonly cart: Cart;
  readonly member: Shopper;
  readonly counters: Counters;
  readonly now: Instant;
  readonly opened?: ReadonlyMap<string, Opened> | undefined;
};
/** By rule: what doesn't depend on the basket, shared by all runs of one question; UNKNOWN until asked. */
type Memo = { readonly gates: Verdict[]; readonly left: number[] };
type Win = {
  readonly rule: Rule;
  readonly off: number;
  /** Over the lines; what comes last leaves it to `sharesOf`, since nothing else depends on it. */
  readonly shares?: readonly number[];
};

/** How the promos fell out for a basket; arrays by the rule's index, amounts in minor units. */
export type Run = {
  readonly question: Question;
  readonly memo: Memo;
  /** What each line still cost when the last promo's turn came. */
  readonly rest: number[];
  /** What all lines cost in the end. */
  total: number;
  shipping: number;
  /** What a promo takes off, or why it doesn't. */
  readonly verdicts: Verdict[];
  /** What a promo's lines cost when its turn came. */
  readonly bases: number[];
  readonly applied: Win[];
  /** By stack: what won, where only one can. */
  readonly won: (Win | undefined)[];
  /** By filter: what its lines cost now, -1 for no line; UNKNOWN until somebody asks. */
  readonly filtered: number[];
};

/**
 * Goes through the stacks in their order; each works on what the ones before have left. Pure, and the
 * only place that decides what applies: quotes, nudges and replays all read its outcome. `before` is a
 * run for the same member, counters and time with another basket, if there was one.
 */
export function run(question: Question, before?: Run): Run {
  const { cart, compiled } = question;
  const { rules, stacks } = compiled;
  const unknown = () => new Array<number>(rules.length).fill(UNKNOWN);
  const rest: number[] = [];
  let total = 0;
  for (const { qty, price } of cart.lines) {
    rest.push(qty * price);
    total += qty * price;
  }
  const state: Run = {
    question,
    memo: before?.memo ?? { gates: unknown(), left: unknown() },
    rest,
    total,
    shipping: cart.shipping,
    verdicts: new Array<Verdict>(rules.length).fill(0),
    bases: new Array<number>(rules.length).fill(0),
    applied: [],
    won: [],
    filtered: new Array<number>(compiled.filters).fill(UNKNOWN),
  };
  for (let i = 0; i < stacks.length; i++) {
    const stack = stacks[i];
    if (stack?.how === "all") for (const rule of stack.rules) take(state, rule, judge(state, rule));
    else if (stack) state.won[i] = compete(state, stack, i === stacks.length - 1);
  }
  return state;
}

/** Of the promos that could apply, one does: the first, or the one that saves most. */
function compete(state: Run, { how, rules }: Stack, last: boolean): Win | undefined {
  const { verdicts } = state;
  let winner: Rule | undefined;
  let most = -1;
  for (const rule of rules) {
    const verdict = judge(state, rule, winner && how === "first" ? Number.POSITIVE_INFINITY : most);
    if (verdict < 0) {
      verdicts[rule.index] = verdict;
      continue;
    }
    // The rules come by priority, then as in the file: who comes first wins a tie.
    const wins = verdict > most && !(winner && how === "first");
    const loser = wins ? winner : rule;
    if (loser) verdicts[loser.index] = LOST;
    if (!wins) continue;
    winner = rule;
    most = verdict;
  }
  return winner && take(state, winner, most, last);
}

/**
 * What a promo would take off now, or the first reason why it can't. Where it can't beat `best` anyway,
 * it has lost without being reckoned.
 */
function judge(state: Run, rule: Rule, best = -1): Verdict {
  const { question } = state;
  if (rule.needsCoupon) {
    const opened = question.opened?.get(rule.id);
    if (!opened || "reason" in opened) return refuse(opened?.reason ?? "COUPON_MISSING");
  }
  const base = baseOf(state, rule);
  if (base < 0) return NO_LINE;
  state.bases[rule.index] = base;
  const { amount } = rule;
  if (base < (amount ? amount.least : rule.spend)) return BELOW;
  const shut = gateOf(state, rule);
  if (shut !== 0) return shut;
  if (amount && amount.most <= best && base > 0 && amount.most <= budgetLeft(state, rule))
    return LOST;
  const off = amount ? amount.off(base) : otherOff(state, rule);
  if (off === 0 && !givesThings(rule)) return NOTHING;
  return off <= budgetLeft(state, rule) ? off : BUDGET;
}

/** Whether a promo is open to whoever asks, whatever the basket: 0, or why not. */
export function gateOf({ question, memo }: Run, { gate, index, id }: Rule): Verdict {
  if (!gate) return 0;
  const known = memo.gates[index] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  const { member, counters, now } = question;
  const verdict = gate(counters[id] ?? NO_COUNTS, member, now);
  memo.gates[index] = verdict;
  return verdict;
}

/** What is left of a promo's budget. */
export function budgetLeft(
  { question, memo }: Run,
  { budget, limitless, index, id }: Rule,
): number {
  if (limitless) return budget;
  const known = memo.left[index] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  const left = Math.max(0, budget - (question.counters[id]?.spent ?? 0));
  memo.left[index] = left;
  return left;
}

const givesThings = ({ promo: { give } }: Rule): boolean => "gift" in give || "points" in give;

/** What the lines a promo counts still cost, or -1 when there is no such line. */
function baseOf(state: Run, { filter, matches }: Rule): number {
  const { lines } = state.question.cart;
  if (!matches) return lines.length === 0 ? -1 : state.total;
  const known = state.filtered[filter] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  let base = -1;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line && matches(line)) base = Math.max(base, 0) + (state.rest[i] ?? 0);
  }
  state.filtered[filter] = base;
  return base;
}

/** Flash prices and shipping; gifts and points take nothing off. */
function otherOff(state: Run, rule: Rule): number {
  if (rule.price !== undefined) return flash(state, rule).reduce((sum, off) => sum + off, 0);
  return "shipping" in rule.promo.give ? state.shipping : 0;
}

/** What each line costs above the flash price. */
function flash(state: Run, { price = 0, matches }: Rule): number[] {
  return state.question.cart.lines.map((line, i) =>
    matches?.(line) ? Math.max(0, (state.rest[i] ?? 0) - price * line.qty) : 0,
  );
}

function take(state: Run, rule: Rule, verdict: Verdict, last = false): Win | undefined {
  state.verdicts[rule.index] = verdict;
  if (verdict < 0) return undefined;
  if ("shipping" in rule.promo.give) state.shipping -= verdict;
  else state.total -= verdict;
  const win = last ? { rule, off: verdict } : spend(state, rule, verdict);
  state.applied.push(win);
  return win;
}

function spend(state: Run, rule: Rule, off: number): Win {
  const shares = spread(state, rule, off);
  for (let i = 0; i < shares.length; i++) state.rest[i] = (state.rest[i] ?? 0) - (shares[i] ?? 0);
  state.filtered.fill(UNKNOWN);
  return { rule, off, shares };
}

/** A promo's discount by line; empty for shipping, gifts and points. */
export function sharesOf(state: Run, win: Win): readonly number[] {
  return win.shares ?? spread(state, win.rule, win.off);
}

function spread(state: Run, rule: Rule, off: number): number[] {
  if (rule.price !== undefined) return flash(state, rule);
  const { amount, matches } = rule;
  if (!amount) return [];
  if (!matches) return allocate(off, state.rest);
  const { lines } = state.question.cart;
  const weights = state.rest.map((cost, i) => {
    const line = lines[i];
    return line && matches(line) ? cost : 0;
  });
  return allocate(off, weights);
}
