import type { Instant } from "../../../core/event.js";
import { localDay } from "../../../core/time/local-day.js";

/** Who speaks this soon after a line that nobody asked for answers it. */
const ANSWERS_WITHIN_MS = 30 * 60_000;

/** What a message counts for beside being one. */
export type Speech = {
  /** The member's first of the local day in this group. */
  readonly first: boolean;
  /** Their first since the bot last spoke unasked to everybody or to them, half an hour ago at most. */
  readonly reply: boolean;
};

/**
 * Counts active members and answers as messages come, without looking back at facts.
 * @param spoke the member's last message in the group for which either was so; only then is it noted anew.
 */
export function speechOf(of: {
  readonly now: Instant;
  readonly zone: string;
  readonly spoke: Instant | undefined;
  /** When the bot last spoke unasked in the group: to everybody, and to this member. */
  readonly lines: readonly (Instant | undefined)[];
}): Speech {
  const { now, zone, spoke } = of;
  const heard = of.lines.filter((at) => at !== undefined && at <= now) as Instant[];
  const line = Math.max(...heard);
  return {
    first: spoke === undefined || localDay(spoke, zone) !== localDay(now, zone),
    reply: now - line <= ANSWERS_WITHIN_MS && (spoke === undefined || spoke < line),
  };
}
