import type { Database } from "better-sqlite3";
import type { Rollup, Tally } from "../../core/rollup.js";
import type { Change, Commit, CommitResult } from "../port.js";
import { addends } from "../sums.js";
import type { CounterTable } from "./counters.js";
import type { EventTable } from "./events.js";
import type { FactTable } from "./facts.js";
import type { Outbox } from "./outbox.js";
import type { RecordTable } from "./records.js";
import type { RollupTable } from "./rollups.js";
import { together } from "./together.js";

type Refused = Extract<CommitResult, { ok: false }>;
type Tables = {
  readonly events: EventTable;
  readonly records: RecordTable;
  readonly counters: CounterTable;
  readonly outbox: Outbox;
  readonly facts: FactTable;
  readonly rollups: RollupTable;
};
/** Thrown inside the transaction, so that it rolls back. */
class Rollback extends Error {
  constructor(readonly result: Refused) {
    super(result.why);
  }
}

/**
 * One decision, all or nothing; the decision on an event that was handled before does nothing.
 * Those of the same turn are written together, and what their facts add to one row of the rollups
 * is written once.
 */
export function committer(db: Database, tables: Tables, tally: Tally) {
  const write = decisionWriter(tables, tally);
  const added = addends();
  const { ask, flush } = together<Commit, void>(db, {
    write: (commit) => {
      for (const rollup of write(commit)) added.add(commit.client, rollup);
    },
    end: () => added.drain().forEach(tables.rollups.add),
    lost({ client, changes }) {
      for (const change of changes)
        if (change.op === "add") tables.counters.forget(client, change.counter);
        else tables.records.forget(client, change.kind, change.key);
    },
    run(transaction) {
      try {
        transaction();
      } catch (error) {
        added.drop();
        throw error;
      }
    },
  });
  return {
    commit: (commit: Commit): Promise<CommitResult> =>
      ask(commit).then(
        () => ({ ok: true }),
        (error: unknown) => {
          if (error instanceof Rollback) return error.result;
          throw error;
        },
      ),
    /** Writes what waits for the end of the turn. */
    flush,
  };
}

/** @returns a writer, which returns what the decision adds to the rollups. */
function decisionWriter(tables: Tables, tally: Tally) {
  const { events, outbox, facts } = tables;
  return (commit: Commit): readonly Rollup[] => {
    const { client, handles, changes, outbox: rows, facts: news } = commit;
    if (handles !== undefined && !events.handle(handles)) return [];
    for (const change of changes) {
      const refused = applyChange(tables, client, change);
      if (refused) throw new Rollback(refused);
    }
    for (const row of rows) outbox.add(client, row);
    for (const fact of news) facts.add(client, fact);
    return news.flatMap((fact) => tally.of(client, fact) ?? []);
  };
}

function applyChange(
  { records, counters }: Tables,
  client: string,
  change: Change,
): Refused | undefined {
  switch (change.op) {
    case "put":
      if (records.put(client, change)) return undefined;
      return {
        ...{ ok: false, why: "stale", key: change.key },
        rev: records.get(client, change.kind, change.key)?.rev ?? 0,
      };
    case "remove":
      records.remove(client, change.kind, change.key);
      return undefined;
    case "add":
      if (counters.add(client, change)) return undefined;
      return { ok: false, why: "limit", key: change.counter };
  }
}
