import { createHash } from "node:crypto";
import type { Fact } from "../../core/fact.js";
import { auditAssignments, type Logged, type Seal } from "../../domain/experiment/audit/audit.js";
import { runningBy, tamperingIn } from "../../domain/experiment/audit/tampering.js";
import { dateAfter, dayNumber } from "../../domain/experiment/design/current.js";
import { isIntact, type Registration } from "../../domain/experiment/design/registration.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import type { Store } from "../../store/port.js";

/** The facts that prove a run, however long ago it was. */
export const AUDITED = [
  "assigned",
  "experiment_started",
  "arm_paused",
  "experiment_ended",
] as const;

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Whether a run is what was registered: its registration, its record, and every assignment that was due. */
export async function auditRun(
  store: Store,
  client: string,
  record: ExperimentRecord,
): Promise<Seal> {
  const { hash } = record;
  // A damaged record may lack it.
  const registration = record.registration ?? ({} as Registration);
  const run = registration.experiment;
  const logged = async (kind: (typeof AUDITED)[number]): Promise<readonly Fact[]> => {
    const facts = await store.facts(client, kind);
    return facts.filter(({ data }) => data?.run === run);
  };
  const log = (await logged("assigned")).map(
    ({ group = "", data = {} }): Logged => ({
      group,
      block: Number(data.block),
      arm: String(data.arm),
      propensity: Number(data.propensity),
    }),
  );
  const started = await logged("experiment_started");
  const sealed = String(started.at(-1)?.data?.hash ?? hash);
  // Nothing can be replayed from a registration that isn't the one that was frozen.
  if (sealed !== hash || !isIntact(registration, hash, sha256))
    return { intact: false, ok: false, checked: log.length, mismatches: [], altered: [] };
  const [paused, ended] = [await logged("arm_paused"), await logged("experiment_ended")];
  const setting = await store.get(client, "setting", "client");
  const live = setting?.value.running?.find((one) => one.run === run);
  const altered = tamperingIn(record, { started, paused, ended }, live);
  const found = auditAssignments(registration, log, await daysBegun(store, client, record));
  return { ...found, ok: found.ok && altered.length === 0, intact: true, altered };
}

/** How many days of a run have certainly begun: those that were looked at, and those whose members were counted. */
async function daysBegun(store: Store, client: string, record: ExperimentRecord): Promise<number> {
  const { sets, start, horizonDays } = runningBy(record.registration);
  const groups = new Set(sets.flat());
  const last = Math.min(record.endedOn ?? horizonDays, horizonDays);
  const days = { from: start, to: dateAfter(start, last - 1) };
  const counted = (await store.rollups(client, days)).filter(
    ({ group, sums }) => groups.has(group) && sums.members !== undefined,
  );
  return counted.reduce(
    (most, { day }) => Math.max(most, dayNumber(start, day)),
    Math.min(record.looked, horizonDays),
  );
}
