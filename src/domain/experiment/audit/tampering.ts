import type { Fact } from "../../../core/fact.js";
import { canonicalJson, type Json, type Registration } from "../design/registration.js";
import type { ExperimentRecord, RunningExperiment } from "../design/run.js";

/** Something beside the assignments that is not what was registered or logged. */
export type Tampering = {
  /** The copy that the bot runs by, that of the setting, a pause, the ending, or the log of the start. */
  readonly part: "running" | "setting" | "paused" | "ending" | "start";
  readonly field: string;
  readonly expected: string;
  readonly found: string;
};
/** What was logged of one run, oldest first. */
export type RunLog = {
  readonly started: readonly Fact[];
  readonly paused: readonly Fact[];
  readonly ended: readonly Fact[];
};

/** What a run goes by, as its registration has it; the day it starts on stands in its name, `id@start`. */
export function runningBy(registration: Registration): RunningExperiment {
  const { experiment: run, arms, sets, blockDays, blocksPerCoin, horizonDays } = registration;
  const at = run.lastIndexOf("@");
  return {
    experiment: run.slice(0, at),
    run,
    arms: arms.map(({ key }) => key),
    sets,
    blockDays,
    ...(blocksPerCoin && { blocksPerCoin }),
    horizonDays,
    start: run.slice(at + 1),
  };
}

/**
 * Where the parts of a record that no hash covers say otherwise than its registration and the log. What is
 * paused, when and why it ended can't be registered beforehand, but each was logged when it happened.
 * @param setting the copy by which groups have their arms; undefined when they have none
 */
export function tamperingIn(
  record: ExperimentRecord,
  log: RunLog,
  setting: RunningExperiment | undefined,
): readonly Tampering[] {
  const due = runningBy(record.registration);
  const { running, state } = record;
  const started = log.started.at(-1);
  if (!started) return differs("start", "experiment_started", due.run, undefined);
  // A run that was stopped and registered anew on one day has its name twice.
  const since = (facts: readonly Fact[]) => facts.filter(({ at }) => at >= started.at);
  const { paused, ...own } = running;
  return [
    ...fields("running", due, own),
    ...fields("setting", state === "running" ? running : {}, setting ?? {}),
    ...fields("paused", pausedBy(since(log.paused), paused), paused ?? {}),
    ...endingAltered(record, since(log.ended).at(-1)),
  ];
}

/** The dates of the arms whose pause was logged. */
const pausedBy = (facts: readonly Fact[], now: RunningExperiment["paused"] = {}) =>
  Object.fromEntries(
    facts.map(({ data = {} }) => {
      const arm = String(data.arm);
      return [arm, data.from ?? now[arm] ?? "?"];
    }),
  );

function endingAltered(
  { state, endedOn, why, verdict, running }: ExperimentRecord,
  ended: Fact | undefined,
): readonly Tampering[] {
  const { why: reason, day, verdict: found } = ended?.data ?? {};
  const settled = reason === "verdict" || reason === "horizon";
  const due = ended ? (settled ? "settled" : "stopped") : "running";
  return [
    ...fields(
      "ending",
      { state: due, endedOn: day, why: reason, verdict: found },
      { state, endedOn, why, verdict },
    ),
    ...(reason === "horizon" ? differs("ending", "endedOn", running.horizonDays, day) : []),
  ];
}

type Values = { readonly [field: string]: unknown };

const fields = (part: Tampering["part"], due: Values, found: Values): Tampering[] =>
  [...new Set([...Object.keys(due), ...Object.keys(found)])].flatMap((field) =>
    differs(part, field, due[field], found[field]),
  );

function differs(
  part: Tampering["part"],
  field: string,
  due: unknown,
  is: unknown,
): readonly Tampering[] {
  const [expected, found] = [due, is].map(textOf) as [string, string];
  return expected === found ? [] : [{ part, field, expected, found }];
}

const textOf = (value: unknown): string =>
  value === undefined ? "-" : typeof value === "string" ? value : canonicalJson(value as Json);
