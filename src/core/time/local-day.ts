import type { Instant } from "../event.js";
import { zoneOffset } from "./zone-offset.js";

const DAY = 86_400_000;
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
  const offsetAt = zoneOffset(zone);
  let number = Number.NaN;
  let text = "";
  return (at) => {
    const day = Math.floor((at + offsetAt(at)) / DAY);
    if (day !== number) {
      text = new Date(day * DAY).toISOString().slice(0, 10);
      number = day;
    }
    return text;
  };
}
