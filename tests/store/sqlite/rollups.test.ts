import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Tally } from "../../../src/core/rollup.js";
import { SqliteFile as Sqlite } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";
import { commitOf, oldAt, putMember, samplesTally } from "../samples.js";

const EVER = { from: "0000-01-01", to: "9999-12-31" };
let folder: string;
const file = () => join(folder, "suanpan.db");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-rollups-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs SQL on the closed file. */
function alter(sql: string): void {
  const db = new Sqlite(file());
  db.exec(sql);
  db.close();
}
const said = (group: string, day = "2026-11-24") => ({ kind: "said", at: 0, group, day });

test("a file from before there were rollups gets them when it is opened", async () => {
  alter(readFileSync("tests/cases/database-0.1.0.sql", "utf8"));
  const db = new Sqlite(file());
  const kept = db.prepare("SELECT day, grp AS 'group', sums FROM rollups").all();
  db.close();
  expect(kept).toHaveLength(2);
  alter("DROP TABLE rollups; DROP TABLE tallied; PRAGMA user_version = 2");

  const after = await openSqliteStore(file(), tally);
  const made = (await after.rollups("tea-town", EVER)).map((one) => ({
    ...one,
    sums: JSON.stringify(one.sums),
  }));
  expect(made).toEqual(kept);
  await after.close();
});

test("rollups of another tally are made anew, those of the same are left", async () => {
  const first = await openSqliteStore(file(), samplesTally);
  await first.commit(commitOf({ facts: [said("g")] }));
  await first.close();
  alter(`UPDATE rollups SET sums = '{"said":7}'`);

  const same = await openSqliteStore(file(), samplesTally);
  expect(await same.rollups("a", EVER)).toMatchObject([{ sums: { said: 7 } }]);
  await same.close();

  const other = await openSqliteStore(file(), { ...samplesTally, version: 2 });
  expect(await other.rollups("a", EVER)).toMatchObject([{ sums: { said: 1 } }]);
  await other.close();
});

test("another tally leaves the sums of which facts are forgotten, and makes the others anew", async () => {
  const first = await openSqliteStore(file(), samplesTally);
  const facts = [said("g"), { ...said("g"), at: 1 }, { ...said("h"), at: 1 }];
  await first.commit(commitOf({ facts }));
  await first.prune(oldAt(1));
  await first.close();
  const double: Tally = {
    version: 2,
    of: (_client, { group = "", day = "" }) => ({ group, day, sums: { said: 2 } }),
  };
  const other = await openSqliteStore(file(), double);
  expect(await other.rollups("a", EVER)).toMatchObject([
    { group: "g", sums: { said: 2 } },
    { group: "h", sums: { said: 2 } },
  ]);
  await other.commit(commitOf({ facts: [said("g")] }));
  expect(await other.rollups("a", EVER)).toMatchObject([{ sums: { said: 4 } }, {}]);
  await other.close();
});

test("where the rollups can't be written nothing is committed, and later nothing of it is added", async () => {
  await (await openSqliteStore(file(), samplesTally)).close();
  alter(`CREATE TRIGGER full BEFORE INSERT ON rollups WHEN new.grp = 'bad'
    BEGIN SELECT raise(ABORT, 'no room'); END`);
  const store = await openSqliteStore(file(), samplesTally);
  const both = await Promise.allSettled([
    store.commit(commitOf({ facts: [said("g")], changes: [putMember("m", { rev: 0 })] })),
    store.commit(commitOf({ facts: [said("bad")] })),
  ]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await store.facts("a")).toEqual([]);
  expect(await store.get("a", "member", "m")).toBeUndefined();
  await store.commit(commitOf({ facts: [said("g")] }));
  expect(await store.rollups("a", EVER)).toMatchObject([{ group: "g", sums: { said: 1 } }]);
  await store.close();
});

test("a rebuild that fails leaves the rollups as they were", async () => {
  let broken = false;
  const fragile = {
    ...samplesTally,
    of: (...fact: Parameters<typeof samplesTally.of>) => {
      if (broken) throw new Error("broken");
      return samplesTally.of(...fact);
    },
  };
  const store = await openSqliteStore(file(), fragile);
  await store.commit(commitOf({ facts: [said("g")] }));
  broken = true;
  await expect(store.rebuildRollups("a", { check: false })).rejects.toThrow("broken");
  broken = false;
  expect(await store.rollups("a", EVER)).toMatchObject([{ sums: { said: 1 } }]);
  expect(await store.rebuildRollups("a", { check: true })).toMatchObject({ different: 0 });
  await store.close();
});

test("what is committed in one moment writes a row once", async () => {
  await (await openSqliteStore(file(), samplesTally)).close();
  alter(`CREATE TABLE writes (grp TEXT);
    CREATE TRIGGER made AFTER INSERT ON rollups BEGIN INSERT INTO writes VALUES (new.grp); END;
    CREATE TRIGGER added AFTER UPDATE ON rollups BEGIN INSERT INTO writes VALUES (new.grp); END`);
  const store = await openSqliteStore(file(), samplesTally);
  const commits = ["g", "h", "g", "g", "h"].map((group) => commitOf({ facts: [said(group)] }));
  await Promise.all(commits.map((commit) => store.commit(commit)));
  await store.commit(commitOf({ facts: [said("g"), said("g")] }));
  expect(await store.rollups("a", EVER)).toMatchObject([
    { sums: { said: 5 } },
    { sums: { said: 2 } },
  ]);
  await store.close();
  const db = new Sqlite(file(), { readonly: true });
  expect(db.prepare("SELECT grp FROM writes").pluck().all()).toEqual(["g", "h", "g"]);
  db.close();
});

test("more facts and rows than fit into memory at a time are all counted, once", async () => {
  const store = await openSqliteStore(file(), samplesTally);
  const kinds = ["said", "left", "joined"];
  const facts = Array.from({ length: 12_001 }, (_, n) => ({
    ...said(`g${n % 6_007}`),
    kind: kinds[n % kinds.length] ?? "",
  }));
  await store.commit(commitOf({ facts }));
  const right = { facts: 12_001, rows: 6_007, sealed: 0, different: 0, first: [] };
  expect(await store.rebuildRollups("a", { check: false })).toEqual(right);
  expect(await store.rebuildRollups("a", { check: true })).toEqual(right);
  await store.close();
});
