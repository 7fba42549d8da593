import type { Rule, Stack } from "./compile.js";
import type { Verdict } from "./reasons.js";
import type { Run } from "./run.js";
import { baseOf, couponOf, judge, type Till, take, type Win, withAdded } from "./till.js";

/** What one promo comes to when an item that it counts is added to a basket. */
export type Trial = {
  readonly till: Till;
  /** What its lines cost when its turn came. */
  base: number;
  /** What won in its stack, where only one can. */
  won: Win | undefined;
  /** What it takes off; 0 when it doesn't apply. */
  off: number;
};

/**
 * Goes through the stacks again with an item more, and looks at no promo that can't make a difference:
 * nobody hears why one does not apply. What the lines of a filter cost is known but for the item.
 */
export function tryWith(now: Run, rule: Rule, price: number): Trial {
  const { question } = now.till;
  const till = withAdded(now.till, { sample: rule.sample, price });
  const trial: Trial = { till, base: 0, won: undefined, off: 0 };
  const { stacks } = question.compiled;
  for (let i = 0; i < stacks.length; i++) {
    const stack = stacks[i];
    if (!stack) continue;
    const own = i === rule.stack;
    if (stack.how === "all") addUp(trial, stack, own ? rule : undefined);
    else {
      if (own) trial.base = Math.max(0, baseOf(till, rule));
      const won = stack.how === "first" ? first(till, stack) : strongest(till, stack);
      if (own) {
        trial.won = won;
        trial.off = won?.rule === rule ? won.off : 0;
      }
    }
  }
  return trial;
}

function addUp(trial: Trial, { rules }: Stack, asked: Rule | undefined): void {
  const { till } = trial;
  for (const rule of rules) {
    if (rule === asked) trial.base = Math.max(0, baseOf(till, rule));
    const off = rule.beside ? 0 : verdictOf(till, rule);
    if (off <= 0) continue;
    take(till, rule, off);
    if (rule === asked) trial.off = off;
  }
}

function first(till: Till, { rules }: Stack): Win | undefined {
  for (const rule of rules) {
    const verdict = verdictOf(till, rule);
    if (verdict >= 0) return take(till, rule, verdict);
  }
  return undefined;
}

/** The one that saves most; gifts and points never keep another from winning here. */
function strongest(till: Till, stack: Stack): Win | undefined {
  let winner: Rule | undefined;
  let most = 0;
  for (const rule of stack.strongest) {
    if (rule.most < most) break;
    const off = verdictOf(till, rule);
    if (off < most || off <= 0) continue;
    if (winner && off === most && !outranks(rule, winner)) continue;
    winner = rule;
    most = off;
  }
  return winner && take(till, winner, most);
}

function verdictOf(till: Till, rule: Rule): Verdict {
  const locked = couponOf(till, rule);
  return locked === 0 ? judge(till, rule, baseOf(till, rule)) : locked;
}

/** Whether one rule of a stack comes before another: by priority, then as in the file. */
export const outranks = (one: Rule, other: Rule): boolean =>
  one.promo.priority > other.promo.priority ||
  (one.promo.priority === other.promo.priority && one.index < other.index);
