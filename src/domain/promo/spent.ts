import type { Counters } from "./cart.js";
import type { Compiled, Rule } from "./compile.js";
import { offAt } from "./give.js";
import { unhandled } from "./give-form.js";

/**
 * Whether a promo can't apply to anybody's or this member's basket, however large: it is switched off, or
 * its uses or a limit are used up, or its budget doesn't cover its smallest discount.
 */
export function isSpent(compiled: Compiled, id: string | undefined, counters: Counters): boolean {
  const rule = id === undefined ? undefined : compiled.byId.get(id);
  if (!rule) return true;
  const { gate } = rule;
  const { member = 0, group = 0 } = counters[rule.id] ?? {};
  if (gate && (member >= gate.perMember || group >= gate.perGroup)) return true;
  return isUsedUp(compiled, id, counters);
}

/** As `isSpent`, but for everybody: what a member or a group has used of it says nothing. */
export function isUsedUp(compiled: Compiled, id: string | undefined, counters: Counters): boolean {
  const rule = id === undefined ? undefined : compiled.byId.get(id);
  if (!rule) return true;
  const { uses = 0, spent = 0 } = counters[rule.id] ?? {};
  if (rule.gate && uses >= rule.gate.uses) return true;
  return !rule.limitless && rule.budget - spent < smallestOff(rule);
}

/** The least that one use takes of a budget; gifts and points cost it nothing. */
function smallestOff(rule: Rule): number {
  switch (rule.kind) {
    case "amount":
      return Math.max(1, offAt(rule.amount, rule.amount.least));
    case "price":
    case "shipping":
      return 1;
    case "gift":
    case "points":
      return 0;
    default:
      throw unhandled(rule);
  }
}
