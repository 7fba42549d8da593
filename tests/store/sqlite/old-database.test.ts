import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { SqliteFile as Sqlite } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";
import { closeTowns, HQ, openTown } from "../../support/town.js";
import { message } from "../samples.js";

/** When the process of 0.1.0 died: with events open, one set aside, and a text under way. */
const DIED = 1795485602800;
const folder = mkdtempSync(join(tmpdir(), "suanpan-old-"));

afterEach(async () => {
  await closeTowns();
  rmSync(folder, { recursive: true, force: true });
});

test("what 0.1.0 left behind is finished, once, and by the first account", async () => {
  const path = join(folder, "old.db");
  const db = new Sqlite(path);
  db.exec(readFileSync("tests/cases/database-0.1.0.sql", "utf8"));
  db.close();
  const store = await openSqliteStore(path, tally);
  // A member's script, which would otherwise never go on.
  const scripts = { accounts: [], clients: ["tea-town"] };
  expect(await store.nextDue(scripts)).toBe(1795487400005);
  const { api, bugs, heard, since, rest } = await openTown({ store, at: DIED });
  // The command that was open is answered, the text that was under way is sent again.
  const status = await heard("搁置 #9", HQ);
  expect(status?.text).toContain("telegram: ");
  await heard("from before", HQ);
  await heard("优惠", HQ);
  expect(await store.list("tea-town", "order")).toHaveLength(1);
  expect(await store.counts()).toMatchObject({ unhandled: 0, deadLetters: 1 });
  api.say(HQ, 10001, "老板", "/重试 9");
  await heard("已重新处理 #9", HQ);
  await heard("优惠", HQ);
  expect(await store.counts()).toMatchObject({ unhandled: 0, deadLetters: 0 });

  // What was heard before is not heard twice, from Telegram nor from the shop.
  const again = [
    message("42:900", { account: "telegram" }),
    message("shop:n1", { account: "shop:tea-town", platform: "shop" }),
    message("42:903", { account: "telegram" }),
  ];
  expect((await store.accept(again, DIED)).map(({ event }) => event.id)).toEqual(["42:903"]);
  await rest();
  expect(since()).toEqual([]);
  expect(bugs).toEqual([]);
});
