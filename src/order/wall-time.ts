import { IANAZone } from "luxon";
import type { Instant } from "../core/event.js";

const PATTERN =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;
const DAY = 86_400_000;

/**
 * Makes a reader of the times in shops' exports: `2026-10-01 12:00:00`, `2026/10/1 9:05`, a date, or
 * ISO with an offset; without one the time is of the given zone. Of a time the clock
 * shows twice the first is meant; one that it skips counts on from before the gap.
 * The reader answers undefined for a text that names no instant (month 13, 30 February, `昨天`).
 */
export function wallTimeReader(zoneName: string): (text: string) => Instant | undefined {
  const zone = IANAZone.create(zoneName);
  if (zoneName !== "UTC" && !zone.isValid) throw new Error(`unknown zone: ${zoneName}`);
  const offsetAt = (at: Instant) => (zoneName === "UTC" ? 0 : zone.offset(at) * 60_000);
  const steady = new Map<number, number | undefined>();

  /** The one offset of a day and its neighbours; undefined about a change of the clock. */
  function steadyOffset(day: number): number | undefined {
    if (steady.has(day)) return steady.get(day);
    const [before, after] = [offsetAt((day - 1) * DAY), offsetAt((day + 2) * DAY)];
    const offset = before === after ? before : undefined;
    if (steady.size >= 5000) steady.clear();
    steady.set(day, offset);
    return offset;
  }

  function toInstant(wall: number): Instant {
    const offset = steadyOffset(Math.floor(wall / DAY));
    if (offset !== undefined) return wall - offset;
    const [before, after] = [offsetAt(wall - DAY), offsetAt(wall + DAY)];
    const real = [before, after].find((each) => offsetAt(wall - each) === each);
    return wall - (real ?? before);
  }

  return (text) => {
    const match = PATTERN.exec(text.trim());
    if (!match) return undefined;
    const [year, month, day, hour, minute, second] = match
      .slice(1, 7)
      .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
    if (hour > 23 || minute > 59 || second > 59) return undefined;
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    const made = new Date(wall);
    if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) return undefined;
    const offset = match[7];
    return offset === undefined ? toInstant(wall) : wall - offsetMs(offset);
  };
}

function offsetMs(text: string): number {
  if (text === "Z") return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith("-") ? -minutes : minutes) * 60_000;
}
