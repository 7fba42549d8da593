import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { SqliteFile as Sqlite } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { oldAt, samplesTally } from "../samples.js";

const DAY = 86_400_000;
const SLOT = Date.parse("2026-11-24T14:30:00+08:00");
/** The last schema whose counters had no end. */
const BEFORE = 10;
const folder = mkdtempSync(join(tmpdir(), "suanpan-counters-"));
const path = join(folder, "store.db");

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The file as the version before wrote it, with these counters. */
async function write(names: readonly string[]): Promise<void> {
  await (await openSqliteStore(path, samplesTally)).close();
  const db = new Sqlite(path);
  db.exec("ALTER TABLE counters DROP COLUMN until; DROP TABLE ledger");
  db.pragma(`user_version = ${BEFORE}`);
  const insert = db.prepare("INSERT INTO counters (client, name, value) VALUES ('a', ?, 1)");
  for (const name of names) insert.run(name);
  db.close();
}

test("counters of an earlier version go when their time has passed, those of all time never", async () => {
  const posted = `schedule:tea:${SLOT}:telegram:-1001`;
  const corrected = "points/command:7";
  // Of a year that no machine's clock has reached.
  const year = [
    ...["promo/a/member/telegram:1/2190-11-24", "promo/a/group/telegram:-1001/2190-W48"],
    ...["promo/a/member/telegram:1/2190-11", "promo/a/member/telegram:1/2190-11-24T15"],
  ];
  const ever = [
    ...["promo/a/uses", "promo/a/spent", "promo/a/member/telegram:1/all", "coupon/c/granted"],
    ...["typed", "watched", "promo/schedule:1/uses"],
  ];
  const all = [posted, corrected, ...year, ...ever];
  await write(all);
  const opened = Date.now();
  const store = await openSqliteStore(path, samplesTally);
  const left = async (now: number) => {
    await store.prune(oldAt(now));
    const values = await Promise.all(all.map((name) => store.counter("a", name)));
    return all.filter((_name, n) => values[n] === 1);
  };
  expect(await left(SLOT + 30 * DAY)).toContain(posted);
  expect(await left(SLOT + 30 * DAY + 1)).not.toContain(posted);
  expect(await left(opened + 29 * DAY)).toContain(corrected);
  expect(await left(opened + 31 * DAY)).not.toContain(corrected);
  expect(await left(Date.parse("2191-04-30T00:00:00Z"))).toEqual(expect.arrayContaining(year));
  expect(await left(Date.parse("2191-05-02T00:00:00Z"))).toEqual(ever);
  expect(await left(Date.parse("2290-01-01T00:00:00Z"))).toEqual(ever);
  await store.close();
});
