import type { RiskSign } from "../../core/event.js";
import type { BreakerRules } from "./limits.js";

/** All instants are the ledger's. */
export type Breaker = {
  /** Those that may still open it, oldest first. */
  readonly signs: readonly { readonly sign: RiskSign; readonly at: number }[];
  /** How often in a row it has opened. */
  readonly openings: number;
  /** Its last opening. */
  readonly opened?: { readonly at: number; readonly until: number; readonly by: RiskSign };
  /** Somebody closed it before its time. */
  readonly closedEarly?: number;
};

export const CLOSED_BREAKER: Breaker = { signs: [], openings: 0 };

const DAY_MS = 86_400_000;

/** Until when an account keeps silent; undefined while its breaker is closed. */
export function openUntil({ opened, closedEarly }: Breaker, now: number): number | undefined {
  if (!opened || closedEarly !== undefined || now >= opened.until) return undefined;
  return opened.until;
}

/** The breaker after a sign. While it is open nothing more can open it: those are echoes of what did. */
export function breakerAfter(
  before: Breaker,
  { sign, now, rules }: { sign: RiskSign; now: number; rules: BreakerRules },
): Breaker {
  if (openUntil(before, now) !== undefined) return before;
  const { most, withinMs } = rules.signs[sign];
  const longest = Math.max(...Object.values(rules.signs).map((one) => one.withinMs));
  const signs = [...before.signs, { sign, at: now }].filter(({ at }) => at > now - longest);
  const same = signs.filter((one) => one.sign === sign && one.at > now - withinMs);
  const openings = countsStill(before, now, rules) ? before.openings : 0;
  if (same.length < most) return { ...before, signs: bounded(signs), openings };
  const step = Math.min(openings, rules.ladderDays.length - 1);
  const until = now + (rules.ladderDays[step] ?? 1) * DAY_MS;
  return { signs: [], openings: openings + 1, opened: { at: now, until, by: sign } };
}

/** The breaker as an operator closes it early; the next opening is as long as if it had run its time. */
export const closedNow = (before: Breaker, now: number): Breaker => ({
  ...before,
  signs: [],
  closedEarly: now,
});

/** How long the next opening would last, in days. */
export function nextDays(breaker: Breaker, now: number, rules: BreakerRules): number {
  const openings = countsStill(breaker, now, rules) ? breaker.openings : 0;
  return rules.ladderDays[Math.min(openings, rules.ladderDays.length - 1)] ?? 1;
}

function countsStill({ opened, closedEarly }: Breaker, now: number, rules: BreakerRules): boolean {
  if (!opened) return false;
  const over = Math.min(opened.until, closedEarly ?? opened.until);
  return now - over < rules.forgottenAfterDays * DAY_MS;
}

/** No limit asks for more than so many. */
const MOST_SIGNS = 100;
const bounded = <T>(signs: readonly T[]): readonly T[] => signs.slice(-MOST_SIGNS);
