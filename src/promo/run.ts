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

/** Everything a quote looks at; `opened` only where a promo needs a coupon. */
export type Question = {
  readonly compiled: Compiled;
  readonly cart: Cart;
  readonly member: Shopper;
  readonly counters: Counters;
  readonly now: Instant;
  readonly opened?: ReadonlyMap<string, Opened>;
};

/** How the promos fell out for a basket; arrays by the rule's index, amounts in minor units. */
export type Run = {
  readonly question: Question;
  /** What each line still costs. */
  readonly rest: number[];
  /** What all lines still cost. */
  total: number;
  shipping: number;
  /** What a promo takes off, or why it doesn't. */
  readonly verdicts: Verdict[];
  /** What a promo's lines cost when its turn came. */
  readonly bases: number[];
  /** By what a promo was beaten. */
  readonly winners: (Rule | undefined)[];
  readonly applied: { readonly rule: Rule; readonly off: number; readonly shares: number[] }[];
};

/**
 * Goes through the stacks in their order; each works on what the ones before have left. Pure, and the
 * only place that decides what applies: quotes, nudges and replays all read its outcome.
 */
export function run(question: Question): Run {
  const { cart, compiled } = question;
  let total = 0;
  const rest = cart.lines.map(({ qty, price }) => {
    total += qty * price;
    return qty * price;
  });
  const size = compiled.rules.length;
  const state: Run = {
    question,
    rest,
    total,
    shipping: cart.shipping,
    verdicts: new Array<Verdict>(size).fill(0),
    bases: new Array<number>(size).fill(0),
    winners: new Array<Rule | undefined>(size).fill(undefined),
    applied: [],
  };
  for (const stack of compiled.stacks) {
    if (stack.how === "all") for (const rule of stack.rules) apply(state, rule, judge(state, rule));
    else compete(state, stack);
  }
  return state;
}

/** Of the promos that could apply, one does: the first, or the one that saves most. */
function compete(state: Run, { how, rules }: Stack): void {
  let winner: Rule | undefined;
  let most = -1;
  for (const rule of rules) {
    const verdict = judge(state, rule);
    state.verdicts[rule.index] = verdict;
    // The rules come by priority, then as in the file: who comes first wins a tie.
    if (verdict <= most || (winner && how === "first")) continue;
    winner = rule;
    most = verdict;
  }
  if (!winner) return;
  for (const rule of rules) {
    if (rule === winner || (state.verdicts[rule.index] ?? 0) < 0) continue;
    state.verdicts[rule.index] = LOST;
    state.winners[rule.index] = winner;
  }
  apply(state, winner, most);
}

/** What a promo would take off now, or the first reason why it can't. */
function judge(state: Run, rule: Rule): Verdict {
  const { question } = state;
  if (rule.needsCoupon) {
    const opened = question.opened?.get(rule.id);
    if (!opened || "reason" in opened) return refuse(opened?.reason ?? "COUPON_MISSING");
  }
  const base = baseOf(state, rule);
  if (base < 0) return NO_LINE;
  state.bases[rule.index] = base;
  if (base < (rule.amount?.least ?? rule.spend)) return BELOW;
  const shut = gateOf(question, rule);
  if (shut !== 0) return shut;
  const off = offOf(state, rule, base);
  if (off === 0 && !givesThings(rule)) return NOTHING;
  return off <= budgetLeft(question, rule) ? off : BUDGET;
}

/** Whether a promo is open to whoever asks, whatever the basket: 0, or why not. */
export function gateOf({ member, counters, now }: Question, rule: Rule): Verdict {
  return rule.gate?.({ member, now, counts: counters[rule.id] ?? NO_COUNTS }) ?? 0;
}

export function budgetLeft({ counters }: Question, rule: Rule): number {
  return rule.budget - (counters[rule.id]?.spent ?? 0);
}

const givesThings = ({ promo: { give } }: Rule): boolean => "gift" in give || "points" in give;

/** What the lines a promo counts still cost, or -1 when there is no such line. */
function baseOf(state: Run, rule: Rule): number {
  const { lines } = state.question.cart;
  const { matches } = rule;
  if (!matches) return lines.length === 0 ? -1 : state.total;
  let base = -1;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line && matches(line)) base = Math.max(base, 0) + (state.rest[i] ?? 0);
  }
  return base;
}

function offOf(state: Run, rule: Rule, base: number): number {
  if (rule.amount) return rule.amount.off(base);
  if (rule.price !== undefined) return flash(state, rule).reduce((sum, off) => sum + off, 0);
  return "shipping" in rule.promo.give ? state.shipping : 0;
}

/** What each line costs above the flash price. */
function flash(state: Run, { price = 0, matches }: Rule): number[] {
  return state.question.cart.lines.map((line, i) =>
    matches?.(line) ? Math.max(0, (state.rest[i] ?? 0) - price * line.qty) : 0,
  );
}

function apply(state: Run, rule: Rule, verdict: Verdict): void {
  state.verdicts[rule.index] = verdict;
  if (verdict < 0) return;
  const shares = sharesOf(state, rule, verdict);
  for (let i = 0; i < shares.length; i++) state.rest[i] = (state.rest[i] ?? 0) - (shares[i] ?? 0);
  if (shares.length > 0) state.total -= verdict;
  else state.shipping -= verdict;
  state.applied.push({ rule, off: verdict, shares });
}

/** A discount over the lines it counts; none for shipping, gifts and points. */
function sharesOf(state: Run, rule: Rule, off: number): number[] {
  if (rule.price !== undefined) return flash(state, rule);
  if (!rule.amount) return [];
  const { matches } = rule;
  const { lines } = state.question.cart;
  return allocate(
    off,
    matches
      ? state.rest.map((cost, i) => {
          const line = lines[i];
          return line && matches(line) ? cost : 0;
        })
      : state.rest,
  );
}
