import type { RunningExperiment } from "../core/record.js";
import type { Rollup } from "../core/rollup.js";
import { analyze } from "./analysis.js";
import { armDrawn, dateAfter, isPaused } from "./current.js";
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

/**
 * The rows of a run: of its own groups, with the arms that the registration gives them. Days on which a
 * group's arm was paused are left out: it had another.
 */
export function rowsOfRun(running: RunningExperiment, rollups: readonly Rollup[]): readonly Row[] {
  const groups = new Set(running.sets.flat());
  const rows = rowsOf(
    rollups.filter(({ group }) => groups.has(group)),
    running.start,
    (group, day) => armDrawn(running, group, day)?.arm,
  );
  return rows.filter(({ arm, day }) => !isPaused(running, arm, dateAfter(running.start, day - 1)));
}

/** Whether no arm changes anything. */
export const isSame = ({ arms }: Registration): boolean =>
  arms.every(({ patch }) => Object.keys(patch).length === 0);

/** How an experiment stands after day `until`, with the guardrails it registered; later days are not looked at. */
export function standing(
  running: RunningExperiment,
  registration: Registration,
  { rollups, until }: { readonly rollups: readonly Rollup[]; readonly until: number },
): Analysis {
  const rows = rowsOfRun(running, rollups).filter(({ day }) => day <= until);
  const analysis = analyze(designOf(registration), rows);
  const guardrails = analysis.guardrails.filter(({ metric }) =>
    registration.guardrails.includes(metric),
  );
  return { ...analysis, guardrails, ...(isSame(registration) ? { arms_alike: true } : {}) };
}
