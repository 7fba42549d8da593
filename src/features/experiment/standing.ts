import { localDay } from "../../core/time/local-day.js";
import type { Analysis } from "../../domain/experiment/analysis/verdict.js";
import { againstThen, voided } from "../../domain/experiment/audit/void.js";
import { daysPassed } from "../../domain/experiment/design/current.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import { auditRun } from "./audit.js";
import { analysisOf } from "./daily-look.js";
import type { DayDeps } from "./deps.js";

/**
 * How a run stands as of its last whole day, which is `until`: void where its records aren't what was registered, and
 * with a warning where the verdict would now be another than it was at the end.
 */
export async function standingOf(
  deps: Pick<DayDeps, "store" | "playbooks" | "clock">,
  client: string,
  record: ExperimentRecord,
): Promise<{ readonly until: number; readonly analysis: Analysis }> {
  const { running, endedOn, state, verdict: then } = record;
  const registration = record.registration;
  const zone = deps.playbooks.current(client)?.playbook.timezone ?? "UTC";
  const until = endedOn ?? daysPassed(running, localDay(deps.clock.now(), zone));
  const seal = await auditRun(deps.store, client, record);
  if (!seal.ok) return { until, analysis: voided(registration ?? {}, seal) };
  const analysis = await analysisOf(deps, client, record, until);
  const sound = state === "running" ? analysis : { ...analysis, more_days: null };
  return { until, analysis: state === "settled" ? againstThen(sound, then) : sound };
}
