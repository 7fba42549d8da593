import type { Database } from "better-sqlite3";
import type { Fact } from "../../core/fact.js";
import type { Tally } from "../../core/rollup.js";
import type { Old } from "../port.js";
import { readFact } from "./facts.js";
import { PIECE, type Pruning } from "./shrink.js";

type Row = { readonly seq: number; readonly client: string; readonly body: string };

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
  const piece = db.transaction((rows: readonly Row[], { facts: before, keep }: Old) => {
    for (const { seq, client, body } of rows) {
      const fact = readable(client, { seq, body });
      if (!fact || !(fact.at < before) || keep.includes(fact.kind)) continue;
      const added = tally.of(client, fact);
      if (added) seal.run(client, added.day, added.group);
      forget.run(seq);
    }
  });
  return function* (old: Old): Pruning {
    for (let behind = 0; ; ) {
      const rows = next.all(behind);
      const last = rows.at(-1);
      if (!last) return;
      yield piece(rows, old);
      behind = last.seq;
    }
  };
}

/** A damaged one stays: whoever restores it has to find it. */
function readable(client: string, row: Pick<Row, "seq" | "body">): Fact | undefined {
  try {
    return readFact(client, row);
  } catch {
    return undefined;
  }
}
