import type { Rule, Stack } from "./compile.js";
import { baseOf, judge, type Pricing, reachOf, take, type Win, withAdded } from "./pricing.js";
import type { Verdict } from "./reasons.js";
import { mayApply, type Run } from "./run.js";

/** What one promo comes to when an item that it counts is added to a basket. */
export type Trial = {
  readonly now: Run;
  readonly pricing: Pricing;
  readonly rule: Rule;
  /** What its lines cost when its turn came. */
  base: number;
  /** What won in its stack, where only one can. */
  won: Win | undefined;
  /** What it takes off; 0 when it doesn't apply. */
  off: number;
};

/**
 * Goes through the stacks again with an item more, and looks at no promo that can't make a difference:
 * nobody hears why one does not apply. What the lines of a filter cost is known but for the item. When
 * the promo turns out not to apply, the stacks behind its own are left alone.
 */
export function tryWith(now: Run, rule: Rule, price: number): Trial {
  const pricing = withAdded(now.pricing, { fits: rule.sample, price });
  const trial: Trial = { now, pricing, rule, base: 0, won: undefined, off: 0 };
  const { stacks } = pricing.question.compiled;
  for (const stack of stacks) {
    if (stack.how === "all") addUp(trial, stack);
    else if (stack.index !== rule.stack) compete(trial, stack);
    else {
      trial.base = Math.max(0, baseOf(pricing, rule));
      trial.won = compete(trial, stack);
      if (trial.won?.rule === rule) trial.off = trial.won.off;
    }
    if (stack.index === rule.stack && trial.off === 0) return trial;
  }
  return trial;
}

function addUp(trial: Trial, { rules, strongest }: Stack): void {
  if (strongest.length === 0) return;
  const { pricing } = trial;
  for (const rule of rules) {
    if (rule === trial.rule) trial.base = Math.max(0, baseOf(pricing, rule));
    const off = rule.target === "nothing" ? 0 : verdictOf(trial, rule);
    if (off <= 0) continue;
    take(pricing, rule, off);
    if (rule === trial.rule) trial.off = off;
  }
}

const compete = (trial: Trial, stack: Stack): Win | undefined =>
  stack.how === "first" ? first(trial, stack) : strongest(trial, stack);

function first(trial: Trial, { rules }: Stack): Win | undefined {
  for (const rule of rules) {
    const verdict = verdictOf(trial, rule);
    if (verdict >= 0) return take(trial.pricing, rule, verdict);
  }
  return undefined;
}

/**
 * The one that saves most; gifts and points never keep another from winning here. The promo that is
 * tried out goes first, so that weaker ones need no look.
 */
function strongest(trial: Trial, stack: Stack): Win | undefined {
  const own = stack.index === trial.rule.stack ? verdictOf(trial, trial.rule) : 0;
  let winner = own > 0 ? trial.rule : undefined;
  let most = Math.max(0, own);
  for (const rule of stack.strongest) {
    if (rule.most < most) break;
    if (rule === trial.rule) continue;
    const off = verdictOf(trial, rule);
    if (off < most || off <= 0) continue;
    if (winner && off === most && !outranks(rule, winner)) continue;
    winner = rule;
    most = off;
  }
  return winner && take(trial.pricing, winner, most);
}

function verdictOf({ now, pricing }: Trial, rule: Rule): Verdict {
  const base = baseOf(pricing, rule);
  const short = reachOf(base, rule);
  if (short !== 0) return short;
  return mayApply(now, rule) ? judge(pricing, rule, base) : -1;
}

/** Whether one rule of a stack comes before another: by priority, then as in the file. */
export const outranks = (one: Rule, other: Rule): boolean =>
  one.promo.priority > other.promo.priority ||
  (one.promo.priority === other.promo.priority && one.index < other.index);
