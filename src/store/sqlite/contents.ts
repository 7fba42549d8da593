import { createHash } from "node:crypto";
import type { Database } from "better-sqlite3";

/** How many rows each table has. */
export type RowCounts = Readonly<Record<string, number>>;
/** What stands in one table: its rows and a hash of all of them, in hex. */
export type Contents = { readonly table: string; readonly rows: number; readonly hash: string };

/** What is written down about the file itself is no part of what a bot has stored. */
export const ASIDE = "@copying";
const OWN: Readonly<Record<string, string>> = { records: ` WHERE kind <> '${ASIDE}'` };

/** All tables, whatever version of the schema they are of. */
const tablesIn = (db: Database): readonly string[] =>
  db
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .pluck()
    .all();

/** @returns how many rows there are, table by table */
export function countsIn(db: Database): RowCounts {
  const count = (table: string) =>
    db
      .prepare<[], number>(`SELECT count(*) FROM "${table}"${OWN[table] ?? ""}`)
      .pluck()
      .get() ?? 0;
  return Object.fromEntries(tablesIn(db).map((table) => [table, count(table)]));
}

/** Reads every row. @returns the same for the same rows under the same schema, in whichever file they stand */
export function contentsIn(db: Database): readonly Contents[] {
  return tablesIn(db).map((table) => {
    const hash = createHash("sha256");
    let rows = 0;
    // Without an index the rows come by their key, or by the number that they have had since they were written.
    const all = db.prepare<[], unknown[]>(
      `SELECT * FROM "${table}" NOT INDEXED${OWN[table] ?? ""}`,
    );
    for (const row of all.raw().iterate()) {
      hash.update(`${JSON.stringify(row)}\n`);
      rows += 1;
    }
    return { table, rows, hash: hash.digest("hex") };
  });
}
