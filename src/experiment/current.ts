import type { RunningExperiment } from "../core/record.js";
import { type Assignment, assignSet } from "./assign.js";

const DAY_MS = 86_400_000;

/** Which day of a run a date is: 1 for its start, below 1 before it. Both are `YYYY-MM-DD`. */
export const dayNumber = (start: string, day: string): number =>
  Math.round((Date.parse(day) - Date.parse(start)) / DAY_MS) + 1;

/** How many whole days of a run have passed when a date begins, within its horizon. */
export const daysPassed = (
  { start, horizonDays }: Pick<RunningExperiment, "start" | "horizonDays">,
  today: string,
): number => Math.max(0, Math.min(dayNumber(start, today) - 1, horizonDays));

/** The date so many days after another. */
export const dateAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The block of a day, from 0; undefined outside the horizon. */
export function blockOf({ start, blockDays, horizonDays }: RunningExperiment, day: string) {
  const n = dayNumber(start, day);
  return n >= 1 && n <= horizonDays ? Math.floor((n - 1) / blockDays) : undefined;
}

/** Every group's arm in one block. The same registration gives the same arms for ever. */
export function assignments(
  { run, sets, arms }: RunningExperiment,
  block: number,
): (Assignment & { readonly group: string })[] {
  return sets.flatMap((set) =>
    assignSet(run, block, set, arms).map((assignment, place) => ({
      ...assignment,
      group: set[place] as string,
    })),
  );
}

/** A group's arms on a day in everything that runs: experiment -> arm. */
export function armsOf(
  running: readonly RunningExperiment[],
  group: string,
  day: string,
): Readonly<Record<string, string>> {
  const arms: Record<string, string> = {};
  for (const one of running) {
    const block = blockOf(one, day);
    const set = one.sets.find((groups) => groups.includes(group));
    if (block === undefined || !set) continue;
    const chosen = assignSet(one.run, block, set, one.arms)[set.indexOf(group)];
    if (chosen) arms[one.experiment] = chosen.arm;
  }
  return arms;
}
