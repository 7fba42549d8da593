import type { Database } from "better-sqlite3";
import type { Rollup, Tally } from "../../core/rollup.js";
import type { Change, Commit, CommitResult } from "../port.js";
import type { CounterTable } from "./counters.js";
import type { EventTable } from "./events.js";
import type { FactTable } from "./facts.js";
import type { Outbox } from "./outbox.js";
import type { RecordTable } from "./records.js";
import { addends, type RollupTable } from "./rollups.js";

type Refused = Extract<CommitResult, { ok: false }>;
type Tables = {
  readonly events: EventTable;
  readonly records: RecordTable;
  readonly counters: CounterTable;
  readonly outbox: Outbox;
  readonly facts: FactTable;
  readonly rollups: RollupTable;
};
type Waiting = {
  readonly commit: Commit;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: unknown) => void;
};

/** Thrown inside the transaction, so that it rolls back. */
class Rollback extends Error {
  constructor(readonly result: Refused) {
    super(result.why);
  }
}

/**
 * One decision, all or nothing; the decision on an event that was handled before does nothing.
 * Decisions made in the same tick share a transaction, a savepoint each: beginning and ending a
 * transaction costs more than what a decision writes. What their facts add to one row of the rollups
 * is written once, before the shared transaction ends.
 */
export function committer(db: Database, tables: Tables, tally: Tally) {
  const write = decisionWriter(db, tables, tally);
  const added = addends();
  let waiting: Waiting[] = [];

  /** @returns what to tell the waiting one when the shared transaction has been committed. */
  function attempt({ commit, resolve, reject }: Waiting): () => void {
    try {
      for (const rollup of write(commit)) added.add(commit.client, rollup);
      return () => resolve({ ok: true });
    } catch (error) {
      takeBack(commit);
      if (error instanceof Rollback) return () => resolve(error.result);
      // A full or failing disk ends the shared transaction, and with it everybody's share.
      if (!db.inTransaction) throw error;
      return () => reject(error);
    }
  }
  function takeBack({ client, changes }: Commit): void {
    for (const change of changes)
      if (change.op === "add") tables.counters.forget(client, change.counter);
      else tables.records.forget(client, change.kind, change.key);
  }
  const attemptAll = db.transaction((batch: readonly Waiting[]) => {
    const tells = batch.map(attempt);
    added.drain(tables.rollups.add);
    return tells;
  });

  function flush(): void {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      for (const tell of attemptAll.immediate(batch)) tell();
    } catch (error) {
      added.drop();
      for (const { commit, reject } of batch) {
        takeBack(commit);
        reject(error);
      }
    }
  }

  return {
    commit: (commit: Commit) =>
      new Promise<CommitResult>((resolve, reject) => {
        if (waiting.length === 0) queueMicrotask(flush);
        waiting.push({ commit, resolve, reject });
      }),
    /** Writes what waits for the end of the tick. */
    flush,
  };
}

/** @returns a writer, which returns what the decision adds to the rollups. */
function decisionWriter(db: Database, tables: Tables, tally: Tally) {
  const { events, outbox, facts } = tables;
  return db.transaction((commit: Commit): readonly Rollup[] => {
    const { client, handles, changes, outbox: rows, facts: news } = commit;
    if (handles !== undefined && !events.handle(handles)) return [];
    for (const change of changes) {
      const refused = applyChange(tables, client, change);
      if (refused) throw new Rollback(refused);
    }
    for (const row of rows) outbox.add(client, row);
    for (const fact of news) facts.add(client, fact);
    return news.flatMap((fact) => tally.of(client, fact) ?? []);
  });
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
