import { createHash } from "node:crypto";
import type { Fact } from "../../src/core/fact.js";
import { runningBy } from "../../src/domain/experiment/audit/tampering.js";
import { assignments, dateAfter } from "../../src/domain/experiment/design/current.js";
import { register } from "../../src/domain/experiment/design/register.js";
import { freeze } from "../../src/domain/experiment/design/registration.js";
import type { Experiment } from "../../src/domain/experiment/design/schema.js";
import type { PlaybookVersion } from "../../src/playbook/versions/version.js";
import type { Store } from "../../src/store/port.js";
import { editions } from "./tea.js";

const START = "2026-10-15";
const DAYS = 28;
const GROUPS = [1, 2, 3, 4].map((n) => `telegram:-${n}`);
const ID = "threshold";

/** The tea brand's playbook as that of another client, which shares or doesn't. */
export function twin(
  client: string,
  share: boolean,
  edit = (text: string) => text,
): PlaybookVersion {
  const [tea] = editions({
    edit: (text) =>
      edit(text.replace("client: tea-town", `client: ${client}\nshare_results: ${share}`)),
  });
  if (tea?.playbook.client !== client) throw new Error("no twin");
  return tea;
}

type Planted = {
  /** Orders of a group and day under the favoured arm, over those under the other. */
  readonly lift: number;
  readonly state?: "settled" | "stopped";
  /** The claim that it was started for. */
  readonly heuristic?: string;
  readonly change?: Partial<Experiment>;
  /** One assignment was not logged. */
  readonly tampered?: boolean;
};

/** Leaves a run of `threshold` behind, with its counts and assignments, as if it had been lived through. */
export async function plantSettled(
  store: Store,
  playbookVersion: PlaybookVersion,
  of: Planted,
): Promise<void> {
  const { playbook, hash: version } = playbookVersion;
  const { client } = playbook;
  const { state = "settled", heuristic = "sixty-beats-sixtyfive", change = {} } = of;
  const rule = playbook.experiments[ID];
  if (!rule) throw new Error("no experiment");
  const experiment = { ...rule, winsorise: 1, ...change };
  const favours = experiment.favours ?? "";
  const date = (day: number) => dateAfter(START, day - 1);
  // Ups and downs that have nothing to do with the arms.
  const base = (day: number, n: number) => 200 + ((day * 7 + n * 5 + 70) % 9) * 5;
  const count = (group: string, day: string, orders: number): Fact[] => [
    { kind: "day_opened", at: 0, day, group, data: { members: 100 } },
    { kind: "recounted", at: 0, day, group, data: money(orders) },
  ];
  const before = GROUPS.flatMap((group, n) =>
    // One day of the fourteen was a feast, so that no later day is cut as too good to be true.
    Array.from({ length: 14 }, (_, i) =>
      count(group, date(i - 13), base(i, n) * (i === 0 ? 4 : 1)),
    ).flat(),
  );
  await store.commit({ client, changes: [], outbox: [], facts: before });
  const rollups = await store.rollups(client, { from: date(-13), to: date(0) });
  const eve = { id: ID, experiment, version, start: START, groups: GROUPS, rollups };
  const { registration } = register(eve);
  const { hash } = freeze(registration, (text) => createHash("sha256").update(text).digest("hex"));
  const running = runningBy(registration);
  const { run } = running;
  const lived = (day: number): Fact[] =>
    assignments(running, day - 1).flatMap(({ group, arm, propensity }): Fact[] => {
      const orders = base(day, GROUPS.indexOf(group)) * (arm === favours ? 1 + of.lift : 1);
      const data = { run, block: day - 1, arm, propensity };
      return [{ kind: "assigned", at: 0, group, data }, ...count(group, date(day), orders)];
    });
  const why = state === "settled" ? ("horizon" as const) : ("operator" as const);
  const facts: Fact[] = [
    ...Array.from({ length: DAYS }, (_, i) => lived(i + 1)).flat(),
    { kind: "experiment_started", at: 0, version, data: { run, hash } },
    { kind: "experiment_ended", at: 0, data: { run, why, day: DAYS } },
  ];
  const value = {
    ...{ state, running, registration, hash, looked: DAYS, endedOn: DAYS, versions: [version] },
    why,
    claim: { heuristic, favours },
  };
  await store.commit({
    client,
    changes: [{ op: "put", kind: "experiment", key: run, value, rev: 0 }],
    outbox: [],
    facts: of.tampered ? facts.slice(1) : facts,
  });
}

const money = (orders: number) => ({
  orders: Math.round(orders),
  amount: Math.round(orders) * 1000,
  margin: Math.round(orders) * 600,
});
