import type { Database } from "better-sqlite3";
import type { Fact } from "../../core/fact.js";
import type { Tally } from "../../core/rollup.js";
import { readFact } from "../fact-text.js";
import type { Old } from "../port.js";
import { PIECE, type Pruning } from "./shrink.js";

type Row = { readonly seq: number; readonly client: string; readonly body: string };

/** Behind so many pieces without an old one there is none: only a clock that ran ahead put younger ones first. */
const YOUNG_PIECES = 100;

/**
 * Forgets old facts. A row of the rollups that one of them was added to is sealed in the same step, since it
 * can't be made of its facts any more.
 */
export function factPruner(db: Database, tally: Tally) {
  const next = db.prepare<[number], Row>(
    `SELECT seq, client, body FROM facts WHERE seq > ? ORDER BY seq LIMIT ${PIECE}`,
  );
  const forget = db.prepare<[number]>("DELETE FROM facts WHERE seq = ?");
  const seal = db.prepare<[string, string, string]>(
    "UPDATE rollups SET sealed = 1 WHERE client = ? AND day = ? AND grp = ? AND NOT sealed",
  );
  /** @returns how many of them go now, and how many later. */
  const piece = db.transaction((rows: readonly Row[], { facts: before, keep }: Old) => {
    const facts = rows.flatMap((row) => {
      const fact = readable(row);
      return fact && !keep.includes(fact.kind) ? [{ ...row, fact }] : [];
    });
    const old = facts.filter(({ fact }) => fact.at < before);
    for (const { seq, client, fact } of old) {
      const added = tally.of(client, fact);
      if (added) seal.run(client, added.day, added.group);
      forget.run(seq);
    }
    return { now: old.length, later: facts.length - old.length };
  });
  return function* (old: Old): Pruning {
    let behind = 0;
    for (let young = 0; young < YOUNG_PIECES; ) {
      const rows = next.all(behind);
      const last = rows.at(-1);
      if (!last) return;
      const { now, later } = piece(rows, old);
      if (now > 0) young = 0;
      else if (later > 0) young++;
      yield;
      behind = last.seq;
    }
  };
}

/** A damaged one stays: whoever restores it has to find it. */
function readable(row: Row): Fact | undefined {
  try {
    return readFact(row.client, row);
  } catch {
    return undefined;
  }
}
