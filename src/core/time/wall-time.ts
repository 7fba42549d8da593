import type { Instant } from "../event.js";
import { zoneOffset } from "./zone-offset.js";

const PATTERN =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;
const DAY = 86_400_000;

/**
 * Makes a reader of the times in shops' exports: `2026-10-01 12:00:00`, `2026/10/1 9:05`, a date, or
 * ISO with an offset; without one the time is of the given zone. Of a time the clock
 * shows twice the first is meant; one that it skips counts on from before the gap.
 * The reader answers undefined for a text that names no instant (month 13, 30 February, `昨天`).
 * @throws Error on an unknown zone.
 */
export function wallTimeReader(zoneName: string): (text: string) => Instant | undefined {
  const offsetAt = zoneOffset(zoneName);

  function toInstant(wall: number): Instant {
    const [before, after] = [offsetAt(wall - DAY), offsetAt(wall + DAY)];
    // They differ about a change of the clock alone.
    if (before === after || offsetAt(wall - before) === before) return wall - before;
    return offsetAt(wall - after) === after ? wall - after : wall - before;
  }

  return (text) => {
    const match = PATTERN.exec(text.trim());
    if (!match) return undefined;
    const [, year = "", month = "", day = "", hour = 0, minute = 0, second = 0, offset] = match;
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
    const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
    const made = new Date(date);
    if (made.getUTCMonth() !== Number(month) - 1 || made.getUTCDate() !== Number(day))
      return undefined;
    const wall = date + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000;
    return offset === undefined ? toInstant(wall) : wall - offsetMs(offset);
  };
}

function offsetMs(text: string): number {
  if (text === "Z") return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith("-") ? -minutes : minutes) * 60_000;
}
