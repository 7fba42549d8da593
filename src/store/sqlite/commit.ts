import type { Database } from "better-sqlite3";
import type { Change, Commit, CommitResult } from "../port.js";
import type { EventTable } from "./events.js";
import type { FactTable } from "./facts.js";
import type { Outbox } from "./outbox.js";
import type { RecordTable } from "./records.js";

type Refused = Extract<CommitResult, { ok: false }>;
type Tables = {
  readonly events: EventTable;
  readonly records: RecordTable;
  readonly outbox: Outbox;
  readonly facts: FactTable;
};

/** Thrown inside the transaction, so that it rolls back. */
class Rollback extends Error {
  constructor(readonly result: Refused) {
    super(result.why);
  }
}

/** One decision, all or nothing; the decision on an event that was handled before does nothing. */
export function committer(db: Database, tables: Tables): (commit: Commit) => CommitResult {
  const { events, records, outbox, facts } = tables;

  const write = db.transaction(
    ({ client, handles, changes, outbox: rows, facts: news }: Commit) => {
      if (handles !== undefined && !events.handle(handles)) return;
      for (const change of changes) {
        const refused = applyChange(records, client, change);
        if (refused) throw new Rollback(refused);
      }
      for (const row of rows) outbox.add(client, row);
      for (const fact of news) facts.add(client, fact);
    },
  );

  return (commit) => {
    try {
      write.immediate(commit);
      return { ok: true };
    } catch (error) {
      if (error instanceof Rollback) return error.result;
      throw error;
    }
  };
}

function applyChange(records: RecordTable, client: string, change: Change): Refused | undefined {
  switch (change.op) {
    case "put":
      if (records.put(client, change)) return undefined;
      return { ok: false, why: "stale", key: change.key };
    case "remove":
      records.remove(client, change.kind, change.key);
      return undefined;
    case "add":
      if (records.add(client, change.counter, change.by, change.limit)) return undefined;
      return { ok: false, why: "limit", key: change.counter };
  }
}
