import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rebuildRollups } from "../../src/cli/rollups.js";
import { SqliteFile as Sqlite } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { commitOf, NOW, oldAt } from "../store/samples.js";
import { testConfig } from "../support/config.js";
import { tally } from "../support/tally.js";

const client = "tea-town";
let folder: string;
let said: string;
const file = () => join(folder, "bot.db");
const config = () => testConfig({ SUANPAN_STORE: `sqlite:${file()}` });
const told = () => said.split("\n").filter(Boolean);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-rebuild-"));
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const store = await openSqliteStore(file(), tally);
  const fact = (group: string) => ({ kind: "said", at: NOW, group, day: "2026-11-24" });
  const facts = [fact("g"), fact("g"), { ...fact("h"), data: { first: true } }];
  await store.commit(commitOf({ client, facts }));
  await store.close();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

function tamper(): void {
  const db = new Sqlite(file());
  db.exec(`UPDATE rollups SET sums = '{"messages":3,"joins":1}' WHERE grp = 'g'`);
  db.exec("DELETE FROM rollups WHERE grp = 'h'");
  db.close();
}

test("a check proves what is stored equal, and else says where it is not", async () => {
  expect(await rebuildRollups({ client, check: true }, config())).toBe(0);
  expect(told()).toEqual(["3 条事实，2 行：存的和算出来的一样"]);
  tamper();
  for (const _twice of [1, 2]) {
    said = "";
    expect(await rebuildRollups({ client, check: true }, config())).toBe(1);
    expect(told()).toEqual([
      "3 条事实，2 行：有 4 处不一样",
      "2026-11-24 g messages：存的 3，事实是 2",
      "2026-11-24 g joins：存的 1，事实是 0",
      "2026-11-24 h messages：存的 0，事实是 1",
      "2026-11-24 h active：存的 0，事实是 1",
    ]);
  }
});

test("a rebuild says what it replaced; afterwards a check finds nothing", async () => {
  tamper();
  expect(await rebuildRollups({ client, json: true }, config())).toBe(0);
  expect(JSON.parse(said)).toMatchObject({
    ...{ client, facts: 3, rows: 2, equal: false, different: 4, replaced: true },
    differences: expect.arrayContaining([
      { group: "g", day: "2026-11-24", sum: "messages", stored: 3, fromFacts: 2 },
    ]),
  });
  said = "";
  expect(await rebuildRollups({ client, check: true, json: true }, config())).toBe(0);
  const nothing = { equal: true, different: 0, differences: [], replaced: false };
  expect(JSON.parse(said)).toEqual({ client, facts: 3, rows: 2, sealed: 0, ...nothing });
});

test("it says how many sums are older than their facts are kept, and that they stay", async () => {
  const store = await openSqliteStore(file(), tally);
  const group = "i";
  const facts = [{ kind: "said", at: NOW - 1, group, day: "2026-11-23" }];
  await store.commit(commitOf({ client, facts }));
  await store.prune(oldAt(NOW));
  await store.close();
  tamper();
  expect(await rebuildRollups({ client }, config())).toBe(0);
  const kept = "另有 1 行太久了，当时的事实已经不留，合计照原样";
  expect(told().slice(-2)).toEqual([kept, "已换成事实算出来的"]);
  said = "";
  expect(await rebuildRollups({ client, check: true }, config())).toBe(0);
  expect(told()).toEqual(["3 条事实，2 行：存的和算出来的一样", kept]);
});

test("an unknown client is a mistake that names the known ones", async () => {
  const mistake = rebuildRollups({ client: "nobody" }, config());
  await expect(mistake).rejects.toMatchObject({ code: "CLIENT_UNKNOWN" });
});
