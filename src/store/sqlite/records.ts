import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";
import type { RecordKind, Records } from "../../core/record.js";
import { byTurns } from "../by-turns.js";
import type { Change, Store, Stored } from "../port.js";
import { owned } from "./owned.js";
import { readCache } from "./read-cache.js";

type Put = Extract<Change, { op: "put" }>;
type Row = {
  readonly kind: RecordKind;
  readonly key: string;
  readonly rev: number;
  readonly due: Instant | null;
  readonly value: string;
};

/** SQLite's word for no limit. */
const EVERY = -1;
const PAGE = 1_000;
export type RecordTable = ReturnType<typeof recordTable>;

/** Records with revisions, and their due index. */
export function recordTable(db: Database) {
  const columns = "records.kind, records.key, rev, due, records.value";
  const get = db.prepare<[string, string, string], Row>(
    `SELECT ${columns} FROM records WHERE client = ? AND kind = ? AND key = ?`,
  );
  /** Cross-joined so that the names lead and each costs one look into the key's index. */
  const named = db.prepare<[string, string, string], Row>(
    `SELECT ${columns} FROM json_each(?) AS named CROSS JOIN records
     ON client = ? AND kind = ? AND records.key = named.value`,
  );
  const listAll = db.prepare<[string, string, number], Row>(
    `SELECT ${columns} FROM records WHERE client = ? AND kind = ? ORDER BY key LIMIT ?`,
  );
  const listAfter = db.prepare<[string, string, string, number], Row>(
    `SELECT ${columns} FROM records WHERE client = ? AND kind = ? AND key > ? ORDER BY key LIMIT ?`,
  );
  const listOwned = db.prepare<[string, string, string, number], Row>(
    `SELECT ${columns} FROM records INDEXED BY records_owner
     WHERE client = ? AND kind = ? AND owner = ? ORDER BY key LIMIT ?`,
  );
  const due = db.prepare<[string, Instant, number], Row>(
    `SELECT ${columns} FROM records WHERE client = ? AND look <= ? ORDER BY look, kind, key LIMIT ?`,
  );
  const postpone = db.prepare<[Instant, string, string, string, number]>(
    `UPDATE records SET look = ?
     WHERE client = ? AND kind = ? AND key = ? AND rev = ? AND look IS NOT NULL`,
  );
  const nextDue = db
    .prepare<[string], Instant | null>(
      `SELECT min((SELECT min(look) FROM records WHERE client = owned.value AND look IS NOT NULL))
       FROM json_each(?) AS owned`,
    )
    .pluck();

  const cache = readCache<Stored>();
  const cacheKey = (client: string, kind: RecordKind, key: string) => `${client} ${kind} ${key}`;
  const writer = recordWriter(db);

  return {
    /** @returns false when the record is not at the revision that the put expects. */
    put(client: string, put: Put): boolean {
      const at = cacheKey(client, put.kind, put.key);
      const done = writer.put(client, put);
      // A new record is not kept: an import would push out all that the bot has at hand.
      if (done && put.rev) cache.set(at, frozen(writtenBy(put, put.rev + 1)));
      else cache.drop(at);
      return done;
    },
    /** A change that was made in a transaction and taken back with it. */
    forget: (client: string, kind: RecordKind, key: string) =>
      void cache.drop(cacheKey(client, kind, key)),
    remove(client: string, kind: RecordKind, key: string): void {
      cache.drop(cacheKey(client, kind, key));
      writer.remove(client, kind, key);
    },
    get<K extends RecordKind>(client: string, kind: K, key: string): Stored<K> | undefined {
      const read = () => {
        const row = get.get(client, kind, key);
        return row && frozen(toStored(row));
      };
      return cache.get(cacheKey(client, kind, key), read) as Stored<K> | undefined;
    },
    /** Not by the cache: what a batch asks for is rarely asked for again. */
    find<K extends RecordKind>(
      client: string,
      kind: K,
      keys: readonly string[],
    ): ReadonlyMap<string, Stored<K>> {
      if (keys.length === 0) return new Map();
      const rows = named.all(JSON.stringify(keys), client, kind);
      return new Map(rows.map((row) => [row.key, toStored<K>(row)]));
    },
    list<K extends RecordKind>(
      client: string,
      kind: K,
      owner?: string,
      limit = EVERY,
    ): Stored<K>[] {
      const rows =
        owner === undefined
          ? listAll.all(client, kind, limit)
          : listOwned.all(client, kind, owner, limit);
      return rows.map((row) => toStored<K>(row));
    },
    async *walk<K extends RecordKind>(client: string, kind: K): AsyncGenerator<Stored<K>> {
      for (let after = ""; ; ) {
        const rows = listAfter.all(client, kind, after, PAGE);
        for (const row of rows) yield toStored<K>(row);
        if (rows.length < PAGE) return;
        after = rows.at(-1)?.key ?? "";
      }
    },
    due({ clients, now, limit }: Parameters<Store["due"]>[0]) {
      const ofClient = (client: string) =>
        due.all(client, now, limit).map((row) => ({ ...toStored(row), client }));
      return byTurns(clients.map(ofClient));
    },
    /** When it is looked at is no part of the record, so the cache stays right. */
    postpone: (client: string, { kind, key, rev }: Stored, until: Instant): void =>
      void postpone.run(until, client, kind, key, rev),
    nextDue: (clients: readonly string[]) => nextDue.get(owned(clients)) ?? undefined,
  };
}

/** Shared with whoever reads it, so nobody may change it. */
function frozen(stored: Stored): Stored {
  Object.freeze(stored.value);
  return stored;
}

function writtenBy({ kind, key, due, value }: Put, rev: number): Stored {
  return { kind, key, rev, value, ...(due === undefined ? {} : { due }) };
}

function recordWriter(db: Database) {
  type Where = [client: string, kind: string, key: string];
  type What = [owner: string | null, due: Instant | null, look: Instant | null, value: string];
  const insert = `INSERT INTO records (client, kind, key, owner, due, look, value, rev)
    VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT`;
  const putNew = db.prepare<[...Where, ...What]>(`${insert} DO NOTHING`);
  const putOver = db.prepare<[...Where, ...What]>(
    `${insert} DO UPDATE SET owner = excluded.owner, due = excluded.due, look = excluded.look,
     value = excluded.value, rev = rev + 1`,
  );
  const putAt = db.prepare<[...What, ...Where, number]>(
    `UPDATE records SET owner = ?, due = ?, look = ?, value = ?, rev = rev + 1
     WHERE client = ? AND kind = ? AND key = ? AND rev = ?`,
  );
  const remove = db.prepare<Where>("DELETE FROM records WHERE client = ? AND kind = ? AND key = ?");
  return {
    put(client: string, put: Put): boolean {
      const { kind, key, rev } = put;
      const due = put.due ?? null;
      const what: What = [put.owner ?? null, due, due, JSON.stringify(put.value)];
      if (rev === undefined) return putOver.run(client, kind, key, ...what).changes > 0;
      if (rev === 0) return putNew.run(client, kind, key, ...what).changes > 0;
      return putAt.run(...what, client, kind, key, rev).changes > 0;
    },
    remove: (client: string, kind: RecordKind, key: string) => remove.run(client, kind, key),
  };
}

function toStored<K extends RecordKind>(row: Row): Stored<K> {
  const stored = {
    kind: row.kind as K,
    key: row.key,
    rev: row.rev,
    value: JSON.parse(row.value) as Records[K],
  };
  return row.due === null ? stored : { ...stored, due: row.due };
}
