import type { Rollup } from "../../../core/rollup.js";
import type { Row } from "../data/data.js";
import { armDrawn, dateAfter, isPaused } from "../design/current.js";
import { designOf, PRE_DAYS, rowsOf } from "../design/register.js";
import { canonicalJson } from "../design/registration.js";
import type { ExperimentRecord, RunningExperiment } from "../design/run.js";
import { analyze } from "./analysis.js";
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

/** Whether all arms of a run are one and the same, as they stood when it was registered. */
export function isAA({ alike = false, registration }: ExperimentRecord): boolean {
  const [first, ...others] = registration.arms.map(({ patch }) => canonicalJson(patch));
  return alike || others.every((patch) => patch === first);
}

/** How an experiment stands after day `until`, with the guardrails it registered; later days are not looked at. */
export function analysisOfRun(
  record: ExperimentRecord,
  { rollups, until }: { readonly rollups: readonly Rollup[]; readonly until: number },
): Analysis {
  const { running } = record;
  const registration = record.registration;
  const rows = rowsOfRun(running, rollups).filter(({ day }) => day <= until);
  const analysis = analyze(designOf(registration), rows);
  const guardrails = analysis.guardrails.filter(({ metric }) =>
    registration.guardrails.includes(metric),
  );
  if (!isAA(record)) return { ...analysis, guardrails };
  const horizon = running.horizonDays;
  const soFar = until < horizon ? { so_far: { day: until, horizon } } : {};
  return { ...analysis, guardrails, arms_alike: true, ...soFar };
}
