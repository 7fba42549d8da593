import { IANAZone } from "luxon";
import type { Instant } from "../core/event.js";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
export const DAY_MINUTES = 1_440;

/** Minutes since Monday 00:00 on a zone's wall clock. */
export type WallClock = (at: Instant) => number;

/**
 * Reads a zone's wall clock. Offsets change on whole quarters of an hour only, so the offset of the
 * last quarter asked about is kept: a quote then costs no time zone look-up, however many promos ask.
 * @throws Error on an unknown zone.
 */
export function createWallClock(zoneName: string): WallClock {
  const zone = IANAZone.create(zoneName);
  if (!zone.isValid) throw new Error(`unknown zone: ${zoneName}`);
  let quarter = Number.NaN;
  let offset = 0;
  let last = Number.NaN;
  let minutes = 0;
  return (at) => {
    if (at === last) return minutes;
    last = at;
    const now = Math.floor(at / QUARTER);
    if (now !== quarter) {
      quarter = now;
      offset = zone.offset(at) * MINUTE;
    }
    const local = Math.floor((at + offset) / MINUTE);
    // 1970-01-01 was a Thursday, the fourth day of the week.
    minutes = (((local + 3 * DAY_MINUTES) % 10_080) + 10_080) % 10_080;
    return minutes;
  };
}
