import type { Change, CommitResult } from "../port.js";
import { addends } from "../sums.js";
import type { CounterTable } from "./counters.js";
import type { Decided, Decision } from "./decision.js";
import type { EventTable } from "./events.js";
import { type FactTable, factDoc } from "./facts.js";
import { judge } from "./judge.js";
import type { Tx } from "./lane.js";
import type { Numbers } from "./numbers.js";
import type { Outbox } from "./outbox.js";
import type { OfClient, RecordTable } from "./records.js";
import type { RollupTable } from "./rollups.js";
import { rowDoc } from "./rows.js";

type Add = Extract<Change, { op: "add" }>;
type Tables = {
  readonly numbers: Numbers;
  readonly events: EventTable;
  readonly records: RecordTable;
  readonly counters: CounterTable;
  readonly outbox: Outbox;
  readonly facts: FactTable;
  readonly rollups: RollupTable;
};

/**
 * Writes decisions that share a transaction, collection by collection, as if none were refused: that takes as many
 * questions as for one. Where one is, which is seen by the numbers that come back, it is done again with a look at
 * how things stand first.
 */
export function decisionWriter(tables: () => Tables) {
  async function write(tx: Tx, batch: readonly Decision[]): Promise<boolean> {
    const { events, counters, records, outbox, facts, rollups } = tables();
    const handled = batch.flatMap(({ event }) => event ?? []);
    if (handled.length > 0 && !(await events.handle(tx, handled))) return false;
    if (!(await counters.add(tx, addsOf(batch)))) return false;
    if (!(await records.write(tx, recordsOf(batch)))) return false;
    await outbox.add(
      tx,
      batch.flatMap(({ rows }) => rows),
    );
    await facts.add(
      tx,
      batch.flatMap((decision) => decision.facts),
    );
    const sums = addends();
    for (const { commit, added } of batch) for (const one of added) sums.add(commit.client, one);
    await rollups.add(tx, sums.drain());
    return true;
  }
  async function look(tx: Tx, batch: readonly Decision[]) {
    const { events, counters, records } = tables();
    const open = await events.unhandled(
      tx,
      batch.flatMap(({ event }) => event ?? []),
    );
    const revs = await records.revs(tx, recordsOf(batch));
    const values = await counters.values(tx, addsOf(batch));
    return judge(batch, { open, revs, values });
  }

  return {
    async ready(batch: readonly Decided[]): Promise<readonly Decision[]> {
      const { numbers, counters } = tables();
      const rows = batch.reduce((sum, { commit }) => sum + commit.outbox.length, 0);
      const facts = batch.reduce((sum, { commit }) => sum + commit.facts.length, 0);
      let row = rows > 0 ? await numbers.take("rows", rows) : 0;
      let fact = facts > 0 ? await numbers.take("facts", facts) : 0;
      await counters.make(addsOf(batch));
      return batch.map((decided) => {
        const { client, outbox, facts: news } = decided.commit;
        return {
          ...decided,
          rows: outbox.map((one) => rowDoc(client, one, row++)),
          facts: news.map((one) => factDoc(client, one, fact++)),
        };
      });
    },
    async write(
      tx: Tx,
      batch: readonly Decision[],
      looks: boolean,
    ): Promise<readonly CommitResult[] | undefined> {
      if (batch.length === 0) return [];
      const verdicts = looks
        ? await look(tx, batch)
        : batch.map(() => ({ result: { ok: true } as const, writes: true }));
      const standing = batch.filter((_one, n) => verdicts[n]?.writes);
      if (await write(tx, standing)) return verdicts.map(({ result }) => result);
      // It may be that a counter was forgotten meanwhile.
      const { counters } = tables();
      counters.doubt(addsOf(batch));
      await counters.make(addsOf(batch));
      return undefined;
    },
  };
}

const addsOf = (batch: readonly Decided[]): readonly OfClient<Add>[] =>
  batch.flatMap(({ commit: { client, changes } }) =>
    changes.flatMap((change) => (change.op === "add" ? { client, change } : [])),
  );

const recordsOf = (batch: readonly Decided[]) =>
  batch.flatMap(({ commit: { client, changes } }) =>
    changes.flatMap((change) => (change.op === "add" ? [] : { client, change })),
  );
