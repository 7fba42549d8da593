import type { Instant } from "../../core/event.js";
import { DAY_MINUTES, type WallClock } from "../../core/time/local-clock.js";
import { weekdays } from "../schedule/schema.js";
import type { Window } from "./schema.js";

/** Minutes after midnight of `"22:30"`. */
export const minutesOf = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/**
 * Compiles when a promo is open: from its first instant to before its last, on its days, within its
 * daily hours. Hours over midnight belong to the day on which they begin.
 * @returns undefined when it is always open.
 */
export function compileWindow(
  window: Window | undefined,
  clock: WallClock,
): ((now: Instant) => boolean) | undefined {
  if (!window) return undefined;
  const from = window.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(window.from);
  const to = window.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(window.to);
  const { daily, days } = window;
  if (!daily && !days) return (now) => now >= from && now < to;
  const open = weekdays.map((day) => !days || days.includes(day));
  const start = daily ? minutesOf(daily[0]) : 0;
  const end = daily ? minutesOf(daily[1]) : DAY_MINUTES;
  const length = end > start ? end - start : end - start + DAY_MINUTES;
  return (now) => {
    if (now < from || now >= to) return false;
    const minutes = clock(now);
    const time = minutes % DAY_MINUTES;
    const today = (minutes - time) / DAY_MINUTES;
    if (time >= start) return time < start + length && (open[today] ?? false);
    return time + DAY_MINUTES < start + length && (open[(today + 6) % 7] ?? false);
  };
}
