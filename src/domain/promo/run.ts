import type { Rule, Stack } from "./compile.js";
import {
  baseOf,
  budgetLeft,
  couponOf,
  gateOf,
  judge,
  openPricing,
  type Pricing,
  type Question,
  reachOf,
  take,
  type Win,
} from "./pricing.js";
import { refuse, type Verdict } from "./reasons.js";

/** What nobody beats. */
const FIRST = Number.POSITIVE_INFINITY;
const LOST = refuse("LOST_TO");
const NO_LINE = refuse("NO_MATCHING_LINE");
const OUTSIDE = refuse("OUTSIDE_WINDOW");
const NOTHING = refuse("NO_EFFECT");

/** How the promos fell out for a basket; arrays by the rule's index, amounts in minor units. */
export type Run = {
  readonly pricing: Pricing;
  /** What a promo takes off, or why it doesn't. */
  readonly verdicts: Verdict[];
  /** What a promo's lines cost when its turn came. */
  readonly bases: number[];
  /** By stack: what won, where only one can. */
  readonly won: (Win | undefined)[];
};

/**
 * Goes through the stacks in their order; each works on what the ones before have left. Pure, and what
 * decides what applies: quotes, nudges and replays all read its outcome.
 */
export function run(question: Question): Run {
  const { blank, stacks } = question.compiled;
  const state: Run = {
    pricing: openPricing(question),
    verdicts: blank.slice(),
    bases: blank.slice(),
    won: [],
  };
  for (const stack of stacks) {
    const won = stack.how === "all" ? takeAll(state, stack) : compete(state, stack);
    state.won.push(won);
  }
  return state;
}

/** All promos that can apply do, one after the other. */
function takeAll(state: Run, { rules }: Stack): undefined {
  for (const rule of rules) {
    const verdict = weigh(state, rule);
    state.verdicts[rule.index] = verdict;
    if (verdict >= 0) take(state.pricing, rule, verdict);
  }
}

/**
 * Of the promos that could apply, one does: the first, or the one that saves most. The rules come by
 * priority, then as in the file: who comes first wins a tie.
 */
function compete(state: Run, { how, rules }: Stack): Win | undefined {
  const { verdicts } = state;
  let winner: Rule | undefined;
  let most = -1;
  for (const rule of rules) {
    const verdict = weigh(state, rule, most);
    if (verdict <= most) {
      verdicts[rule.index] = verdict < 0 ? verdict : LOST;
      continue;
    }
    if (winner) verdicts[winner.index] = LOST;
    verdicts[rule.index] = verdict;
    winner = rule;
    most = how === "first" ? FIRST : verdict;
  }
  return winner && take(state.pricing, winner, verdicts[winner.index] ?? 0);
}

/** What a promo would take off, or the first reason why it can't: one that can't beat `best` has lost. */
function weigh({ pricing, bases }: Run, rule: Rule, best = -1): Verdict {
  const locked = couponOf(pricing.question, rule);
  if (locked !== 0) return locked;
  const base = baseOf(pricing, rule);
  if (base >= 0) bases[rule.index] = base;
  const shut = reachOf(base, rule) || gateOf(pricing.question, rule);
  if (shut !== 0) return shut;
  const weaker = rule.amount && rule.most <= best && base > 0;
  return weaker && rule.most <= budgetLeft(pricing, rule) ? LOST : judge(pricing, rule, base);
}

/**
 * Whether a promo could apply to another basket of the same question. The run has asked most gates
 * already: reasons come in the order in which they are looked for, those about the basket between the
 * coupon's and the gate's.
 */
export function mayApply({ pricing, verdicts }: Run, rule: Rule): boolean {
  const verdict = verdicts[rule.index] ?? 0;
  if (verdict >= 0 || verdict <= NOTHING) return true;
  if (verdict > NO_LINE || verdict <= OUTSIDE) return false;
  return gateOf(pricing.question, rule) === 0;
}
