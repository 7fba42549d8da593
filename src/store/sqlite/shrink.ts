import { setImmediate as others } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";

/** So few rows and pages at a time that a piece takes a few milliseconds. */
export const PIECE = 100;
const PAGES = 25;
const INCREMENTAL = 2;

/** Forgets what is old, a piece at every step. */
export type Pruning = Iterable<unknown>;

/** @param old which rows are forgotten, by the instant that is its one parameter */
export function pruner(db: Database, table: "events" | "outbox", old: string) {
  const next = db
    .prepare<[number], number | null>(
      `SELECT max(seq) FROM (SELECT seq FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ${PIECE})`,
    )
    .pluck();
  const forget = db.prepare<[number, number, Instant]>(
    `DELETE FROM ${table} WHERE seq > ? AND seq <= ? AND ${old}`,
  );
  return function* (before: Instant): Pruning {
    for (let behind = 0; ; ) {
      const last = next.get(behind) ?? undefined;
      if (last === undefined) return;
      yield forget.run(behind, last, before);
      behind = last;
    }
  };
}

/**
 * Forgets what is old and gives its room back to the disk, a piece at a time; others get their turn in between.
 * Room is given back as it comes free: the more of it there is, the longer SQLite looks for each page of it.
 */
export async function shrink(db: Database, prunings: readonly Pruning[]): Promise<void> {
  for (const _step of steps(db, prunings)) {
    await others();
    if (!db.open) return;
  }
}

function* steps(db: Database, prunings: readonly Pruning[]): Pruning {
  for (const pruning of prunings)
    for (const piece of pruning) {
      yield piece;
      yield* giveBack(db, PAGES);
    }
  yield* giveBack(db, 1);
}

/** Gives free pages back while there are so many; a file that can't shrink keeps them. */
function* giveBack(db: Database, least: number): Pruning {
  let before = Number.POSITIVE_INFINITY;
  for (let free = freePages(db); free >= least && free < before; free = freePages(db)) {
    before = free;
    yield db.pragma(`incremental_vacuum(${PAGES})`);
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
