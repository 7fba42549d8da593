import type { Database } from "better-sqlite3";
import type { Rollup, Tally } from "../../core/rollup.js";
import { type FactText, readFact } from "../fact-text.js";
import type { Difference, Rebuilt } from "../rebuilt.js";
import { AT_ONCE, addends, differences, TOLD } from "../sums.js";
import { rollupTable } from "./rollups.js";

type Pair = {
  readonly day: string;
  readonly group: string;
  readonly stored: string | null;
  readonly fresh: string | null;
};

/** Makes rollups of facts that are there already. */
export function rebuilder(db: Database, tally: Tally) {
  const one = db.transaction((client: string, check: boolean): Rebuilt => {
    db.exec(`CREATE TEMP TABLE fresh (
      client TEXT NOT NULL, day TEXT NOT NULL, grp TEXT NOT NULL, sums TEXT NOT NULL,
      PRIMARY KEY (client, day, grp)) WITHOUT ROWID`);
    const facts = addUp(db, tally, client);
    const sealed = leaveSealed(db, client);
    const compared = compare(db, client);
    if (!check) {
      db.prepare("DELETE FROM rollups WHERE client = ? AND NOT sealed").run(client);
      db.exec("INSERT INTO rollups (client, day, grp, sums) SELECT * FROM fresh");
    }
    db.exec("DROP TABLE fresh");
    return { facts, sealed, ...compared };
  });
  const outdated = db.transaction(() => {
    const version = db.prepare("SELECT version FROM tallied").pluck().get();
    if (version === tally.version) return;
    const clients = db.prepare<[], string>("SELECT DISTINCT client FROM facts").pluck().all();
    for (const client of clients) one(client, false);
    db.prepare("UPDATE tallied SET version = ?").run(tally.version);
  });
  return {
    one: (client: string, check: boolean) => one.immediate(client, check),
    /** Every client's, where they were never made or by another tally. */
    outdated: () => outdated.immediate(),
  };
}

/** Writes what a client's facts add up to into the empty table `fresh`. @returns how many facts there are. */
function addUp(db: Database, tally: Tally, client: string): number {
  const table = rollupTable(db, "fresh");
  const waiting = addends();
  let facts = 0;
  for (const rows of pages(db, client)) {
    facts += rows.length;
    for (const row of rows) {
      const added = tally.of(client, readFact(client, row));
      if (added) waiting.add(client, added);
      if (waiting.size() >= AT_ONCE) waiting.drain().forEach(table.add);
    }
  }
  waiting.drain().forEach(table.add);
  return facts;
}

/** A client's facts kind by kind, which is how their index finds the next page without looking at the ones before. */
function* pages(db: Database, client: string): Generator<readonly FactText[]> {
  const nextKind = db
    .prepare<[string, string], string | null>(
      "SELECT min(kind) FROM facts WHERE client = ? AND kind > ?",
    )
    .pluck();
  const page = db.prepare<[string, string, number, number], FactText>(
    "SELECT seq, body FROM facts WHERE client = ? AND kind = ? AND seq > ? ORDER BY seq LIMIT ?",
  );
  for (let kind = nextKind.get(client, ""); kind; kind = nextKind.get(client, kind)) {
    for (let after: number | undefined = 0; after !== undefined; ) {
      const rows: readonly FactText[] = page.all(client, kind, after, AT_ONCE);
      yield rows;
      after = rows.at(-1)?.seq;
    }
  }
}

/** What is left of a sealed row's facts says nothing of it. @returns how many rows are sealed. */
function leaveSealed(db: Database, client: string): number {
  const sealed = "FROM rollups WHERE client = ? AND sealed";
  db.prepare(`DELETE FROM fresh WHERE (day, grp) IN (SELECT day, grp ${sealed})`).run(client);
  return db.prepare<[string], number>(`SELECT count(*) ${sealed}`).pluck().get(client) ?? 0;
}

/** Sums are compared one by one, an absent one as zero. */
function compare(db: Database, client: string): Pick<Rebuilt, "rows" | "different" | "first"> {
  const pairs = db.prepare<{ client: string }, Pair>(
    `SELECT both.day, both.grp AS "group", rollups.sums AS stored, fresh.sums AS fresh
     FROM (SELECT day, grp FROM rollups WHERE client = @client AND NOT sealed UNION SELECT day, grp FROM fresh) AS both
     LEFT JOIN rollups ON rollups.client = @client AND rollups.day = both.day AND rollups.grp = both.grp
     LEFT JOIN fresh ON fresh.client = @client AND fresh.day = both.day AND fresh.grp = both.grp
     ORDER BY both.day, both.grp`,
  );
  const first: Difference[] = [];
  let rows = 0;
  let different = 0;
  for (const pair of pairs.iterate({ client })) {
    if (pair.fresh !== null) rows++;
    if (pair.stored === pair.fresh) continue;
    const { day, group } = pair;
    const [stored, fresh] = [readSums(pair.stored), readSums(pair.fresh)];
    const found = differences({ day, group, stored, fresh });
    different += found.length;
    first.push(...found.slice(0, TOLD - first.length));
  }
  return { rows, different, first };
}

/** Sums as they are stored: JSON, or nothing. */
const readSums = (text: string | null) =>
  text === null ? undefined : (JSON.parse(text) as Rollup["sums"]);
