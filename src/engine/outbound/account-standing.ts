import type { Instant, RiskSign } from "../../core/event.js";
import type { Used } from "../../domain/governor/account-ledger.js";
import { openUntil } from "../../domain/governor/breaker.js";
import type { AccountLimits } from "../../domain/governor/limits.js";
import { warmthAt } from "../../domain/governor/warm-up.js";
import { type Why, whyOf } from "../../domain/governor/why.js";
import type { Waiting } from "../../store/port.js";
import type { AccountState } from "./account-state.js";

type Wait = { readonly until: Instant; readonly why: Why };

/** How an account stands with its limits; instants are the machine's. */
export type AccountStanding = {
  readonly account: string;
  readonly ageDays: number;
  /** How much of its limits an account so old may use, in percent. */
  readonly percent: number;
  readonly used: readonly Used[];
  readonly breaker?: { readonly until: Instant; readonly by: RiskSign };
  /** From when members are answered, and from when something may be said that nobody asked for; absent: now. */
  readonly members?: Wait;
  readonly nobody?: Wait;
  /** The rows that wait for a limit, by what they wait for; the earliest time among them. */
  readonly waiting: readonly { readonly why: Why; readonly n: number; readonly from: Instant }[];
};

const DAY_MS = 86_400_000;

export function standingOf(of: {
  readonly account: string;
  readonly limits: AccountLimits;
  readonly state: AccountState;
  readonly waiting: readonly Waiting[];
  readonly wall: (at: Instant) => Instant;
  readonly members: Wait | undefined;
  readonly nobody: Wait | undefined;
}): AccountStanding {
  const { account, limits, state, wall, members, nobody } = of;
  const { at, since, breaker, ledger } = state;
  const until = openUntil(breaker, at);
  const by = breaker.opened?.by;
  return {
    account,
    ageDays: Math.floor((at - since) / DAY_MS),
    percent: warmthAt(limits, at - since).percent,
    used: ledger.used(at),
    ...(until !== undefined && by ? { breaker: { until: wall(until), by } } : {}),
    ...(members ? { members } : {}),
    ...(nobody ? { nobody } : {}),
    waiting: grouped(of.waiting),
  };
}

function grouped(waiting: readonly Waiting[]): AccountStanding["waiting"] {
  const groups = new Map<string, { why: Why; n: number; from: Instant }>();
  for (const { why: code, due } of waiting) {
    const why = code === undefined ? undefined : whyOf(code);
    if (code === undefined || !why) continue;
    const group = groups.get(code) ?? { why, n: 0, from: due };
    groups.set(code, { why, n: group.n + 1, from: Math.min(group.from, due) });
  }
  return [...groups.values()];
}
