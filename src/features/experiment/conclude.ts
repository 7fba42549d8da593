import type { Fact } from "../../core/fact.js";
import type { Records } from "../../core/record.js";
import type { Clock } from "../../core/time/clock.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import type { Deps } from "../../engine/feature.js";
import type { Change, Stored } from "../../store/port.js";

type Ending = Required<Pick<ExperimentRecord, "endedOn" | "why">> &
  Pick<ExperimentRecord, "verdict" | "by">;
type EndDeps = Pick<Deps, "store" | "clock">;

/**
 * What ends a run: its record says when and why, and its groups go back to the playbook as written, or all
 * to the arm that is adopted.
 */
export async function endRun(
  { store, clock }: EndDeps,
  client: string,
  of: {
    readonly stored: Stored<"experiment">;
    readonly ending: Ending;
    /** The arm, and the playbook version over which it is taken. */
    readonly adopt?: { readonly arm: string; readonly version: string } | undefined;
  },
): Promise<{ readonly changes: readonly Change[]; readonly facts: readonly Fact[] }> {
  const { stored, ending, adopt } = of;
  const { key, rev, value: record } = stored;
  const { experiment, run } = record.running;
  const settled = ending.why === "verdict" || ending.why === "horizon";
  const value: ExperimentRecord = { ...record, ...ending, state: settled ? "settled" : "stopped" };
  const setting = await store.get(client, "setting", "client");
  const choices = {
    ...setting?.value,
    running: (setting?.value.running ?? []).filter((one) => one.run !== run),
    ...(adopt ? adopting(setting?.value ?? {}, experiment, adopt) : {}),
  };
  const { endedOn: day, why, verdict } = ending;
  return {
    changes: [
      { op: "put", kind: "experiment", key, value, rev },
      { op: "put", kind: "setting", key: "client", value: choices, rev: setting?.rev ?? 0 },
    ],
    facts: [
      {
        kind: "experiment_ended",
        at: clock.now(),
        data: { run, why, day, ...(verdict === undefined ? {} : { verdict }) },
      },
      ...(adopt ? [adoptedFact(clock, experiment, adopt.arm)] : []),
    ],
  };
}

/** What of the setting changes when an arm is taken over for good; undefined: its experiment's is given up. */
export function adopting(
  { adopted = {}, adoptedOver = {} }: Records["setting"],
  experiment: string,
  adopt: { readonly arm: string; readonly version: string } | undefined,
): Pick<Records["setting"], "adopted" | "adoptedOver"> {
  const { [experiment]: _arm, ...arms } = adopted;
  const { [experiment]: _version, ...versions } = adoptedOver;
  if (!adopt) return { adopted: arms, adoptedOver: versions };
  return {
    adopted: { ...arms, [experiment]: adopt.arm },
    adoptedOver: { ...versions, [experiment]: adopt.version },
  };
}

/** That an arm was adopted; "" that none is any more. */
export const adoptedFact = (clock: Clock, experiment: string, arm: string, by?: string): Fact => ({
  kind: "arm_adopted",
  at: clock.now(),
  data: { experiment, arm, ...(by !== undefined && { by }) },
});

/** Pauses arms from a date on: their groups have the first arm instead, and the others go on. */
export async function pauseArms(
  { store, clock }: EndDeps,
  client: string,
  of: {
    readonly stored: Stored<"experiment">;
    readonly arms: readonly string[];
    readonly from: string;
  },
): Promise<{ readonly changes: readonly Change[]; readonly facts: readonly Fact[] }> {
  const { key, rev, value } = of.stored;
  const fresh = Object.fromEntries(of.arms.map((arm) => [arm, of.from]));
  const running = { ...value.running, paused: { ...value.running.paused, ...fresh } };
  const setting = await store.get(client, "setting", "client");
  const others = (setting?.value.running ?? []).map((one) =>
    one.run === running.run ? running : one,
  );
  const choices = { ...setting?.value, running: others };
  return {
    changes: [
      { op: "put", kind: "experiment", key, value: { ...value, running }, rev },
      { op: "put", kind: "setting", key: "client", value: choices, rev: setting?.rev ?? 0 },
    ],
    facts: of.arms.map((arm) => ({
      kind: "arm_paused",
      at: clock.now(),
      data: { run: running.run, arm, from: of.from },
    })),
  };
}
