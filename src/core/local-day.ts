import { IANAZone } from "luxon";
import type { Instant } from "./event.js";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 86_400_000;

/** Milliseconds that a zone's wall clock is ahead of UTC. */
export type Offset = (at: Instant) => number;

/**
 * Reads a zone's offset. Offsets change on whole quarters of an hour only, so that of the last
 * quarter asked about is kept: most answers then cost no time zone look-up.
 * @throws Error on an unknown zone.
 */
export function createOffset(zoneName: string): Offset {
  const zone = IANAZone.create(zoneName);
  if (!zone.isValid) throw new Error(`unknown zone: ${zoneName}`);
  let quarter = Number.NaN;
  let offset = 0;
  return (at) => {
    const now = Math.floor(at / QUARTER);
    if (now !== quarter) {
      quarter = now;
      offset = zone.offset(at) * MINUTE;
    }
    return offset;
  };
}

const zones = new Map<string, (at: Instant) => string>();

/** The date on a zone's wall clock, `YYYY-MM-DD`. @throws Error on an unknown zone. */
export function localDay(at: Instant, zone: string): string {
  let dayOf = zones.get(zone);
  if (!dayOf) {
    dayOf = createCalendar(zone);
    zones.set(zone, dayOf);
  }
  return dayOf(at);
}

/** Keeps the text of the last day asked about. */
function createCalendar(zone: string): (at: Instant) => string {
  const offset = createOffset(zone);
  let number = Number.NaN;
  let text = "";
  return (at) => {
    const day = Math.floor((at + offset(at)) / DAY);
    if (day !== number) {
      text = new Date(day * DAY).toISOString().slice(0, 10);
      number = day;
    }
    return text;
  };
}
