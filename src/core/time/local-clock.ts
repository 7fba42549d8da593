import type { Instant } from "../event.js";
import { zoneOffset } from "./zone-offset.js";

const MINUTE = 60_000;
export const DAY_MINUTES = 1_440;

/** Minutes since Monday 00:00 on a zone's wall clock. */
export type WallClock = (at: Instant) => number;

/**
 * Reads a zone's wall clock. The last answer is kept: a quote asks once, however many promos look.
 * @throws Error on an unknown zone.
 */
export function createWallClock(zoneName: string): WallClock {
  const offsetAt = zoneOffset(zoneName);
  let last = Number.NaN;
  let minutes = 0;
  return (at) => {
    if (at === last) return minutes;
    last = at;
    const local = Math.floor((at + offsetAt(at)) / MINUTE);
    // 1970-01-01 was a Thursday, the fourth day of the week.
    minutes = (((local + 3 * DAY_MINUTES) % 10_080) + 10_080) % 10_080;
    return minutes;
  };
}
