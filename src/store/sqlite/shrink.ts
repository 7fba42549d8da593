import { setImmediate as others } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";

/** So few rows and pages at a time that a piece takes a few milliseconds. */
const ROWS = 100;
const PAGES = 25;
const INCREMENTAL = 2;

/** Forgets the old ones of the next rows behind one. @returns the last that was looked at, undefined behind all */
export type Pruner = (before: Instant, behind: number) => number | undefined;

/** @param old which rows are forgotten, by the instant that is its one parameter */
export function pruner(db: Database, table: "events" | "outbox", old: string): Pruner {
  const next = db
    .prepare<[number], number | null>(
      `SELECT max(seq) FROM (SELECT seq FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ${ROWS})`,
    )
    .pluck();
  const forget = db.prepare<[number, number, Instant]>(
    `DELETE FROM ${table} WHERE seq > ? AND seq <= ? AND ${old}`,
  );
  return (before, behind) => {
    const last = next.get(behind) ?? undefined;
    if (last !== undefined) forget.run(behind, last, before);
    return last;
  };
}

/** Forgets what is old and gives its room back to the disk, a piece at a time; others get their turn in between. */
export async function shrink(
  db: Database,
  before: Instant,
  pruners: readonly Pruner[],
): Promise<void> {
  for (const prune of pruners) {
    let at: number | undefined = 0;
    while (db.open && at !== undefined) {
      at = prune(before, at);
      await others();
    }
  }
  let free = Number.POSITIVE_INFINITY;
  while (db.open && freePages(db) < free) {
    free = freePages(db);
    db.pragma(`incremental_vacuum(${PAGES})`);
    await others();
  }
}

/**
 * Lets the file of an earlier version shrink too: once, it is written anew for that. Where there is no room to
 * do so it stays as it is, and works as well, until a later start.
 */
export function makeShrinkable(db: Database): void {
  if (db.pragma("auto_vacuum", { simple: true }) === INCREMENTAL) return;
  try {
    // Through the log it would be written twice.
    db.pragma("journal_mode = DELETE");
    db.pragma("auto_vacuum = INCREMENTAL");
    db.exec("VACUUM");
  } catch {
    // Nothing has changed.
  }
}

const freePages = (db: Database) => Number(db.pragma("freelist_count", { simple: true }));
