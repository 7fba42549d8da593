import { type Assignment, assignSet, type Tossed } from "./assign.js";
import type { RunningExperiment } from "./run.js";

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

const tossedBy = ({ run, ...rest }: RunningExperiment): Tossed => ({ ...rest, experiment: run });

/** Every group's arm in one block. The same registration gives the same arms for ever. */
export function assignments(
  run: RunningExperiment,
  block: number,
): (Assignment & { readonly group: string })[] {
  return run.sets.flatMap((set) =>
    assignSet(tossedBy(run), block, set).map((assignment, place) => ({
      ...assignment,
      group: set[place] as string,
    })),
  );
}

/** The arm that chance gives a group on a day; undefined for groups and days outside the run. */
export function armDrawn(
  run: RunningExperiment,
  group: string,
  day: string,
): Assignment | undefined {
  const block = blockOf(run, day);
  const set = run.sets.find((groups) => groups.includes(group));
  return block === undefined || !set
    ? undefined
    : assignSet(tossedBy(run), block, set)[set.indexOf(group)];
}

/** Whether a guardrail had paused an arm by a date. */
export const isPaused = (
  { paused = {} }: RunningExperiment,
  arm: string | undefined,
  day: string,
): boolean => arm !== undefined && Object.hasOwn(paused, arm) && day >= (paused[arm] as string);

/** A group's arms on a day in everything that runs: experiment -> arm; the first for one that is paused. */
export function armsOf(
  running: readonly RunningExperiment[],
  group: string,
  day: string,
): Readonly<Record<string, string>> {
  const arms: Record<string, string> = {};
  for (const one of running) {
    const arm = armDrawn(one, group, day)?.arm;
    if (arm === undefined) continue;
    arms[one.experiment] = isPaused(one, arm, day) ? (one.arms[0] as string) : arm;
  }
  return arms;
}
