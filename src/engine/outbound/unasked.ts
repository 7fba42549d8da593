import { DateTime } from "luxon";
import type { Instant } from "../../core/event.js";
import { parseDuration } from "../../core/time/duration.js";
import type { Limits, Quiet } from "../../domain/guard/schema.js";

const PER_MS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
/** The longest window a limit looks back. */
export const LOOK_BACK_MS = PER_MS.week;

/** @returns when the quiet hours around `now` end, or `now` when it isn't quiet. */
function quietUntil(quiet: Quiet | undefined, zone: string, now: Instant): Instant {
  if (!quiet) return now;
  const local = DateTime.fromMillis(now, { zone });
  const clock = local.toFormat("HH:mm");
  const overnight = quiet.from > quiet.to;
  const inside = overnight
    ? clock >= quiet.from || clock < quiet.to
    : clock >= quiet.from && clock < quiet.to;
  if (!inside) return now;
  const [hour = 0, minute = 0] = quiet.to.split(":").map(Number);
  const day = overnight && clock >= quiet.from ? local.plus({ days: 1 }) : local;
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}

function roomAt(past: readonly Instant[], max: number, windowMs: number, now: Instant): Instant {
  const recent = past.filter((at) => at > now - windowMs).sort((a, b) => a - b);
  const oldest = recent[recent.length - max];
  return oldest === undefined ? now : oldest + windowMs;
}

export type Unasked = {
  readonly quiet?: Quiet | undefined;
  readonly zone: string;
  readonly limits: Limits;
  readonly group: readonly Instant[];
  readonly member?: readonly Instant[] | undefined;
  readonly now: Instant;
};

/**
 * When an unasked message may leave: after the quiet hours, the group's gap, and when the group's and the
 * member's windows (rolling, not calendar) have room.
 * @returns `now` when it may leave at once.
 */
export function unaskedFrom(of: Unasked): Instant {
  const { limits, now } = of;
  let from = now;
  if (limits.group) {
    const last = Math.max(...of.group, Number.NEGATIVE_INFINITY);
    const gap = limits.group.gap ? (parseDuration(limits.group.gap) ?? 0) : 0;
    from = Math.max(from, roomAt(of.group, limits.group.max, PER_MS[limits.group.per], now));
    if (Number.isFinite(last)) from = Math.max(from, last + gap);
  }
  if (limits.member && of.member) {
    from = Math.max(from, roomAt(of.member, limits.member.max, PER_MS[limits.member.per], now));
  }
  return quietUntil(of.quiet, of.zone, from);
}
