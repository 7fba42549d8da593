import { DateTime, IANAZone } from "luxon";
import type { Instant } from "../../core/event.js";
import { type Schedule, weekdays } from "./schema.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SEARCH_DAYS = 400;

/**
 * The first time of a schedule strictly after an instant, on the wall clock of the zone; undefined
 * when none comes within 400 days.
 *
 * A time the clock skips moves to the end of the gap, unless that is another date already: then the
 * date has no slot. A time the clock shows twice counts once, at the first.
 */
export function nextSlot(
  schedule: Pick<Schedule, "at" | "days" | "except">,
  zoneName: string,
  after: Instant,
): Instant | undefined {
  const zone = IANAZone.create(zoneName);
  if (!zone.isValid) throw new Error(`unknown zone: ${zoneName}`);
  const timeOfDay = Number(schedule.at.slice(0, 2)) * 60 + Number(schedule.at.slice(3, 5));
  const local = DateTime.fromMillis(after, { zone });
  const today = Date.UTC(local.year, local.month - 1, local.day);
  // From the day before: where the clock goes back over midnight, yesterday comes again.
  for (let i = -1; i <= SEARCH_DAYS; i++) {
    const date = today + i * DAY;
    if (!runsOn(schedule, date)) continue;
    const slot = instantOf(date, date + timeOfDay * MINUTE, zone);
    if (slot !== undefined && slot > after) return slot;
  }
  return undefined;
}

/** `date` is the midnight in UTC of a local date. */
function runsOn(schedule: Pick<Schedule, "days" | "except">, date: number): boolean {
  const day = DateTime.fromMillis(date, { zone: "utc" });
  const name = weekdays[day.weekday - 1];
  if (schedule.days && !(name && schedule.days.includes(name))) return false;
  const iso = day.toFormat("yyyy-MM-dd");
  return !schedule.except?.some((range) => {
    const [from = range, to = from] = range.split("..");
    return from <= iso && iso <= to;
  });
}

/**
 * The instant at which the zone's clock shows `wall`, written as if it were UTC. Luxon's own answer
 * to a repeated time depends on today's offset, so the offsets around it are tried here.
 */
function instantOf(date: number, wall: number, zone: IANAZone): Instant | undefined {
  const offset = (at: Instant) => zone.offset(at) * MINUTE;
  const before = offset(wall - DAY);
  const later = offset(wall + DAY);
  const shown = [wall - before, wall - later].filter((at) => at + offset(at) === wall);
  if (shown.length > 0) return Math.min(...shown);
  // In a gap: the clock jumps somewhere between these two; find the first instant behind it.
  let low = wall - later;
  let high = wall - before;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === before) low = middle;
    else high = middle;
  }
  const end = high + offset(high);
  return end < date + DAY ? high : undefined;
}
