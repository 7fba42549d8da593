import { setImmediate as others } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import type { Event } from "../../core/event.js";
import type { RecordKind } from "../../core/record.js";
import { type Erasure, marked } from "../erasure.js";
import { readFact } from "../fact-text.js";
import type { CounterTable } from "./counters.js";
import type { RecordTable } from "./records.js";
import { PIECE } from "./shrink.js";

type Parts = { readonly records: RecordTable; readonly counters: CounterTable };
type RecordRow = {
  readonly kind: RecordKind;
  readonly key: string;
  readonly owner: string | null;
  readonly value: string;
};
type Row = { readonly seq: number; readonly body: string };
type OutboxRow = Row & {
  readonly key: string;
  readonly chat: string;
  readonly settled: number | null;
};

/**
 * Looks through everything of a client, a piece at a time, and does away with what an erasure says; others get
 * their turn in between. The log goes into the file at the end: what went is in neither.
 */
export function eraser(db: Database, { records, counters }: Parts) {
  const nextRecords = db.prepare<[string, string, string], RecordRow>(
    `SELECT kind, key, owner, value FROM records
     WHERE client = ? AND (kind, key) > (?, ?) ORDER BY kind, key LIMIT ${PIECE}`,
  );
  const putRecord = db.prepare<[string, string | null, string, string, string]>(
    "UPDATE records SET value = ?, owner = ?, rev = rev + 1 WHERE client = ? AND kind = ? AND key = ?",
  );
  const nextFacts = db.prepare<[number, string], Row>(
    `SELECT seq, body FROM facts WHERE seq > ? AND client = ? ORDER BY seq LIMIT ${PIECE}`,
  );
  const putFact = db.prepare<[string, number]>("UPDATE facts SET body = ? WHERE seq = ?");
  const removeFact = db.prepare<[number]>("DELETE FROM facts WHERE seq = ?");
  const nextRows = db.prepare<[number, string], OutboxRow>(
    `SELECT seq, key, chat, settled, body FROM outbox
     WHERE seq > ? AND client = ? ORDER BY seq LIMIT ${PIECE}`,
  );
  const removeRow = db.prepare<[number]>("DELETE FROM outbox WHERE seq = ?");
  const nextCounters = db
    .prepare<[string, string], string>(
      `SELECT name FROM counters WHERE client = ? AND name > ? ORDER BY name LIMIT ${PIECE}`,
    )
    .pluck();
  const removeCounter = db.prepare<[string, string]>(
    "DELETE FROM counters WHERE client = ? AND name = ?",
  );
  const nextDead = db.prepare<[number], Row>(
    `SELECT seq, body FROM events WHERE state = 'dead' AND seq > ? ORDER BY seq LIMIT ${PIECE}`,
  );
  const empty = db.prepare<[number]>(
    "UPDATE events SET state = 'handled', body = '', why = NULL WHERE seq = ?",
  );

  function record({ client, ...of }: Erasure, { kind, key, owner, value }: RecordRow): void {
    const before = JSON.parse(value);
    const after = of.record({ kind, key, value: before });
    if (after === before) return;
    if (after === undefined) records.remove(client, kind, key);
    else {
      const listed = owner !== null && of.owner(owner) ? null : owner;
      putRecord.run(JSON.stringify(after), listed, client, kind, key);
      records.forget(client, kind, key);
    }
  }
  function fact({ client, ...of }: Erasure, row: Row): void {
    const before = readFact(client, row);
    const after = of.fact(before);
    if (after === undefined) removeFact.run(row.seq);
    else if (after !== before) putFact.run(JSON.stringify(after), row.seq);
  }
  /** Each table, a piece at a step. */
  function* pieces(of: Erasure): Iterable<unknown> {
    const { client } = of;
    const has = marked(of.marks);
    yield* inPieces({
      next: (last?: RecordRow) => nextRecords.all(client, last?.kind ?? "", last?.key ?? ""),
      has: ({ key, owner, value }) => has(key, owner, value),
      one: (row) => record(of, row),
    });
    yield* inPieces({
      next: (last?: Row) => nextFacts.all(last?.seq ?? 0, client),
      has: ({ body }) => has(body),
      one: (row) => fact(of, row),
    });
    yield* inPieces({
      next: (last?: OutboxRow) => nextRows.all(last?.seq ?? 0, client),
      has: ({ key, chat, body }) => has(key, chat, body),
      one: ({ seq, key, settled, body }) => {
        const { action } = JSON.parse(body);
        if (of.row({ key, action, ended: settled !== null })) removeRow.run(seq);
      },
    });
    yield* inPieces({
      next: (last?: string) => nextCounters.all(client, last ?? ""),
      has: (name) => has(name),
      one: (name) => {
        if (!of.counter(name)) return;
        removeCounter.run(client, name);
        counters.forget(client, name);
      },
    });
    yield* inPieces({
      next: (last?: Row) => nextDead.all(last?.seq ?? 0),
      has: ({ body }) => has(body),
      one: ({ seq, body }) => {
        if (of.deadLetter(JSON.parse(body) as Event)) empty.run(seq);
      },
    });
  }
  type Looking<T> = {
    readonly next: (last?: T) => readonly T[];
    readonly has: (row: T) => boolean;
    readonly one: (row: T) => void;
  };
  function* inPieces<T>({ next, has, one }: Looking<T>): Iterable<unknown> {
    const piece = db.transaction((rows: readonly T[]) => rows.filter(has).forEach(one));
    for (let rows = next(); rows.length > 0; rows = next(rows.at(-1))) yield piece(rows);
  }
  return async (of: Erasure): Promise<void> => {
    for (const _piece of pieces(of)) {
      await others();
      if (!db.open) return;
    }
    db.pragma("wal_checkpoint(TRUNCATE)");
  };
}
