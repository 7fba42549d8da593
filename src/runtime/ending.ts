import type { Fact } from "../core/fact.js";
import type { ExperimentRecord } from "../core/record.js";
import type { Change, Store, Stored } from "../store/port.js";
import type { Clock } from "./clock.js";

type Ending = Required<Pick<ExperimentRecord, "endedOn" | "why">> &
  Pick<ExperimentRecord, "verdict">;
type Deps = { readonly store: Store; readonly clock: Clock };

/**
 * What ends a run: its record says when and why, and its groups go back to the playbook as written, or all
 * to the arm that is adopted.
 */
export async function endRun(
  { store, clock }: Deps,
  client: string,
  of: {
    readonly stored: Stored<"experiment">;
    readonly ending: Ending;
    readonly adopt?: string | undefined;
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
    ...(adopt === undefined ? {} : { adopted: { ...setting?.value.adopted, [experiment]: adopt } }),
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
    ],
  };
}
