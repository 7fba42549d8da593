import type { RunningExperiment } from "../core/record.js";
import type { Rollup } from "../core/rollup.js";
import { analyze } from "./analysis.js";
import { armsOf, dateAfter } from "./current.js";
import type { Row } from "./data.js";
import { designOf, PRE_DAYS, rowsOf } from "./register.js";
import type { Registration } from "./registration.js";
import type { Analysis } from "./verdict.js";

/** The dates of the rollups that an experiment reads: 14 days before its start, to its last day. */
export function daysRead({ start, horizonDays }: RunningExperiment): {
  readonly from: string;
  readonly to: string;
} {
  return { from: dateAfter(start, -PRE_DAYS), to: dateAfter(start, horizonDays - 1) };
}

/** The rows of a run: of its own groups, with the arms that the registration gives them. */
export function rowsOfRun(running: RunningExperiment, rollups: readonly Rollup[]): readonly Row[] {
  const groups = new Set(running.sets.flat());
  return rowsOf(
    rollups.filter(({ group }) => groups.has(group)),
    running.start,
    (group, day) => armsOf([running], group, day)[running.experiment],
  );
}

/** How an experiment stands after day `until`; later days are not looked at. */
export function standing(
  running: RunningExperiment,
  registration: Registration,
  { rollups, until }: { readonly rollups: readonly Rollup[]; readonly until: number },
): Analysis {
  const rows = rowsOfRun(running, rollups).filter(({ day }) => day <= until);
  return analyze(designOf(registration), rows);
}
