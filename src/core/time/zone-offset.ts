import { IANAZone } from "luxon";
import type { Instant } from "../event.js";

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Days that are remembered at most; a look-up costs as much as a hundred remembered ones. */
const MOST = 5_000;

/**
 * Makes a reader of a zone's offset from UTC, in milliseconds. A day on which both ends have one offset
 * has it throughout and is looked up once.
 * @throws Error on an unknown zone.
 */
export function zoneOffset(zoneName: string): (at: Instant) => number {
  const zone = IANAZone.create(zoneName);
  if (!zone.isValid) throw new Error(`unknown zone: ${zoneName}`);
  const lookUp = (at: Instant) => zone.offset(at) * MINUTE;
  /** NaN for a day on which the clock changes. */
  const days = new Map<number, number>();
  function offsetOf(day: number): number {
    const first = lookUp(day * DAY);
    const offset = first === lookUp((day + 1) * DAY) ? first : Number.NaN;
    if (days.size >= MOST) days.clear();
    days.set(day, offset);
    return offset;
  }
  return (at) => {
    const day = Math.floor(at / DAY);
    const offset = days.get(day) ?? offsetOf(day);
    return Number.isNaN(offset) ? lookUp(at) : offset;
  };
}
