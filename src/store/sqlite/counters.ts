import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";
import type { Change } from "../port.js";
import { readCache } from "./read-cache.js";
import { PIECE, type Pruning } from "./shrink.js";

type Add = Omit<Extract<Change, { op: "add" }>, "op">;
type Row = { readonly client: string; readonly name: string; readonly until: Instant | null };

export type CounterTable = ReturnType<typeof counterTable>;

/** Counters within their limits, until they are forgotten. */
export function counterTable(db: Database) {
  const read = db
    .prepare<[string, string], number>("SELECT value FROM counters WHERE client = ? AND name = ?")
    .pluck();
  const write = db.prepare<[string, string, number, Instant | null]>(
    `INSERT INTO counters (client, name, value, until) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET
       value = excluded.value, until = coalesce(max(until, excluded.until), until)`,
  );
  const next = db.prepare<[string, string], Row>(
    `SELECT client, name, until FROM counters WHERE (client, name) > (?, ?)
     ORDER BY client, name LIMIT ${PIECE}`,
  );
  const remove = db.prepare<[string, string]>("DELETE FROM counters WHERE client = ? AND name = ?");
  const cache = readCache<number>();
  const cacheKey = (client: string, name: string) => `${client} ${name}`;
  const stored = (client: string, name: string) =>
    cache.get(cacheKey(client, name), () => read.get(client, name));
  const piece = db.transaction((rows: readonly Row[], now: Instant) => {
    for (const { client, name, until } of rows) {
      if (until === null || until >= now) continue;
      remove.run(client, name);
      cache.drop(cacheKey(client, name));
    }
  });
  return {
    counter: (client: string, name: string) => stored(client, name) ?? 0,
    /** An addition that was made in a transaction and taken back with it. */
    forget: (client: string, name: string): void => void cache.drop(cacheKey(client, name)),
    /** @returns false when the counter would pass its limit; giving back is always allowed. */
    add(
      client: string,
      { counter: name, by, limit = Number.POSITIVE_INFINITY, until }: Add,
    ): boolean {
      const before = stored(client, name);
      if (before === undefined && by < 0) return true;
      const value = Math.max(0, (before ?? 0) + by);
      if (by > 0 && value > limit) return false;
      write.run(client, name, value, until ?? null);
      cache.set(cacheKey(client, name), value);
      return true;
    },
    *prune(now: Instant): Pruning {
      let rows = next.all("", "");
      for (let last = rows.at(-1); last; last = rows.at(-1)) {
        yield piece(rows, now);
        rows = next.all(last.client, last.name);
      }
    },
  };
}
