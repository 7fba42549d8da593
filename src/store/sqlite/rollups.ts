import type { Database } from "better-sqlite3";
import type { Rollup } from "../../core/rollup.js";
import type { RollupRange } from "../rebuilt.js";
import { type Addend, plus } from "../sums.js";

type Sums = Rollup["sums"];
type Row = { readonly day: string; readonly group: string; readonly sums: string };

export type RollupTable = ReturnType<typeof rollupTable>;

/** Sums by client, local day and group. The day comes first, so that a report reads one stretch of rows. */
export function rollupTable(db: Database, table: "rollups" | "fresh" = "rollups") {
  const sums = db
    .prepare<[string, string, string], string>(
      `SELECT sums FROM ${table} WHERE client = ? AND day = ? AND grp = ?`,
    )
    .pluck();
  const put = db.prepare<[string, string, string, string]>(
    `INSERT INTO ${table} (client, day, grp, sums) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET sums = excluded.sums`,
  );
  const range = `SELECT day, grp AS "group", sums FROM ${table} WHERE client = ? AND day BETWEEN ? AND ?`;
  const all = db.prepare<[string, string, string], Row>(`${range} ORDER BY day, grp`);
  const ofGroup = db.prepare<[string, string, string, string], Row>(
    `${range} AND grp = ? ORDER BY day`,
  );
  return {
    add({ client, day, group, sums: more }: Addend): void {
      const known = sums.get(client, day, group);
      put.run(client, day, group, JSON.stringify(known ? plus(JSON.parse(known), more) : more));
    },
    list(client: string, { from, to, group }: RollupRange): Rollup[] {
      const rows =
        group === undefined ? all.all(client, from, to) : ofGroup.all(client, from, to, group);
      return rows.map((row) => ({ ...row, sums: JSON.parse(row.sums) as Sums }));
    },
  };
}
