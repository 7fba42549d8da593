import type { Instant } from "../core/event.js";
import { createOffset } from "../core/local-day.js";

const MINUTE = 60_000;
export const DAY_MINUTES = 1_440;

/** Minutes since Monday 00:00 on a zone's wall clock. */
export type WallClock = (at: Instant) => number;

/** Reads a zone's wall clock; an instant that is asked about again costs nothing. @throws Error on an unknown zone. */
export function createWallClock(zoneName: string): WallClock {
  const offset = createOffset(zoneName);
  let last = Number.NaN;
  let minutes = 0;
  return (at) => {
    if (at === last) return minutes;
    last = at;
    const local = Math.floor((at + offset(at)) / MINUTE);
    // 1970-01-01 was a Thursday, the fourth day of the week.
    minutes = (((local + 3 * DAY_MINUTES) % 10_080) + 10_080) % 10_080;
    return minutes;
  };
}
