import type { Instant } from "../../core/event.js";
import { parseDuration } from "../../core/time/duration.js";
import type { Counts, Shopper } from "./cart.js";
import { shareOne } from "./filter.js";
import { refuse, type Verdict } from "./reasons.js";
import type { Promo } from "./schema.js";

/** Everything but the basket that a promo asks for. */
export type Gate = {
  /** Whether it is open at a time; absent when always. */
  readonly open: ((now: Instant) => boolean) | undefined;
  /** For members with any of them. */
  readonly tags: readonly string[] | undefined;
  /** For members who joined at most so many milliseconds ago. */
  readonly newWithin: number | undefined;
  /** It looks at counters. */
  readonly limited: boolean;
  readonly perMember: number;
  readonly perGroup: number;
  readonly uses: number;
};

const OUTSIDE = refuse("OUTSIDE_WINDOW");
const NOT_FOR = refuse("NOT_FOR_MEMBER");
const MEMBER = refuse("MEMBER_LIMIT");
const GROUP = refuse("GROUP_LIMIT");
const USES = refuse("USES_SPENT");
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** @returns undefined for a promo that is open to everyone at any time, however often. */
export function compileGate(
  { who, limits }: Promo,
  open: ((now: Instant) => boolean) | undefined,
): Gate | undefined {
  if (!who && !limits && !open) return undefined;
  const within = who?.new_within;
  return {
    open,
    tags: who?.tags,
    newWithin: within === undefined ? undefined : (parseDuration(within) ?? 0),
    limited: limits !== undefined,
    perMember: limits?.member?.max ?? NO_LIMIT,
    perGroup: limits?.group?.max ?? NO_LIMIT,
    uses: limits?.uses ?? NO_LIMIT,
  };
}

type Asking = { readonly member: Shopper; readonly now: Instant };

/** Whether a promo, used up so far, is open to a member at a time: 0, or the first reason why not. */
export function passes(gate: Gate, { member, now }: Asking, counts: Counts | undefined): Verdict {
  if (gate.open && !gate.open(now)) return OUTSIDE;
  if (gate.tags && !shareOne(member.tags, gate.tags)) return NOT_FOR;
  const { newWithin } = gate;
  if (newWithin !== undefined) {
    const { joinedAt } = member;
    if (joinedAt === undefined || now - joinedAt > newWithin) return NOT_FOR;
  }
  if (!gate.limited || !counts) return 0;
  if ((counts.member ?? 0) >= gate.perMember) return MEMBER;
  if ((counts.group ?? 0) >= gate.perGroup) return GROUP;
  return (counts.uses ?? 0) >= gate.uses ? USES : 0;
}
