import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import { errorText } from "../../../src/cli/texts.js";
import { UserError } from "../../../src/core/errors.js";
import type { Lang } from "../../../src/core/i18n.js";
import { commandErrorText } from "../../../src/engine/commands/error-text.js";
import { SqliteFile as Sqlite } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { commitOf, NOW, oldAt, samplesTally } from "../samples.js";

const EVER = { from: "0000-01-01", to: "9999-12-31" };
const fact = (kind: string, group = "g") => ({ kind, at: NOW, group, day: "2026-11-24" });
const FACTS = [fact("said"), fact("left"), fact("said", "h")];
const ROLLUPS = [
  { group: "g", day: "2026-11-24", sums: { said: 1, left: 1 } },
  { group: "h", day: "2026-11-24", sums: { said: 1 } },
];
let folder: string;
const file = () => join(folder, "suanpan.db");
const open = (tally = samplesTally) => openSqliteStore(file(), tally);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-facts-"));
  const store = await open();
  await store.commit(commitOf({ facts: FACTS }));
  await store.commit(commitOf({ client: "b", facts: FACTS }));
  await store.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs one statement on the closed file. @returns its rows. */
function sql(text: string, ...values: readonly (string | number)[]): unknown[] {
  const db = new Sqlite(file());
  const statement = db.prepare(text);
  const rows = statement.reader ? statement.all(...values) : [statement.run(...values)];
  db.close();
  return rows;
}
/** The row of client a's fact of its kind `left`. */
const ROW = 2;
const everything = () => [
  sql("SELECT seq, client, kind, body FROM facts ORDER BY seq"),
  sql("SELECT client, day, grp, sums FROM rollups ORDER BY client, day, grp"),
];
const UNREADABLE = {
  name: "UserError",
  code: "FACT_UNREADABLE",
  params: { client: "a", row: ROW },
};

describe.each([
  ["text that was cut off", '{"kind":"left","at":1'],
  ["no text at all", ""],
  ["null", "null"],
  ["a number", "7"],
  ["a word", '"left"'],
  ["a list", '["left"]'],
  ["an object without a kind", '{"at":1}'],
  ["a kind that is no word", '{"kind":7,"at":1}'],
])("a fact that is %s", (_name, body) => {
  beforeEach(() => void sql("UPDATE facts SET body = ? WHERE seq = ?", body, ROW));

  test("is named by its row, and nobody reads past it", async () => {
    const store = await open();
    await expect(store.facts("a")).rejects.toMatchObject(UNREADABLE);
    await expect(store.facts("a", "left")).rejects.toMatchObject(UNREADABLE);
    await store.close();
  });

  test("costs nobody else anything: other kinds, other clients, sums, and what comes later", async () => {
    const store = await open();
    expect(await store.facts("a", "said")).toEqual([FACTS[0], FACTS[2]]);
    expect(await store.facts("b")).toEqual(FACTS);
    expect(await store.rollups("a", EVER)).toEqual(ROLLUPS);
    expect(await store.commit(commitOf({ facts: [fact("said")] }))).toEqual({ ok: true });
    expect(await store.facts("a", "said")).toHaveLength(3);
    expect(await store.rollups("a", EVER)).toMatchObject([{ sums: { said: 2 } }, ROLLUPS[1]]);
    await store.close();
  });

  test("stays for whoever restores it, when all others are forgotten", async () => {
    const store = await open();
    await store.prune(oldAt(NOW + 1));
    await store.close();
    expect(sql("SELECT seq, body FROM facts")).toEqual([{ seq: ROW, body }]);
  });

  test.each([true, false])(
    "can't be added up again, and what was added up stays; check: %s",
    async (check) => {
      const before = everything();
      const store = await open();
      await expect(store.rebuildRollups("a", { check })).rejects.toMatchObject(UNREADABLE);
      expect(await store.rollups("a", EVER)).toEqual(ROLLUPS);
      expect(await store.rebuildRollups("b", { check: true })).toMatchObject({
        facts: 3,
        different: 0,
      });
      await store.close();
      expect(everything()).toEqual(before);
    },
  );

  test("keeps a newer tally from opening the file, and leaves it as it was", async () => {
    const before = everything();
    const newer = { ...samplesTally, version: 2 };
    await expect(open(newer)).rejects.toMatchObject(UNREADABLE);
    expect(everything()).toEqual(before);
    sql("UPDATE facts SET body = ? WHERE seq = ?", JSON.stringify(FACTS[1]), ROW);
    const mended = await open(newer);
    expect(await mended.facts("a")).toEqual(FACTS);
    expect(await mended.rollups("a", EVER)).toEqual(ROLLUPS);
    await mended.close();
  });
});

test("the sentence names the client, the row and what to do, at the shell and in chat", () => {
  const { code, params } = UNREADABLE;
  const error = new UserError(code, params);
  const zh =
    "数据库里 a 的事实第 2 行（facts.seq）坏了，读不出来，可能被手工改过。请从备份里恢复这一行。";
  const sources = features.flatMap(({ texts = [] }) => texts);
  const inChat = (lang: Lang) => commandErrorText(sources, error, lang);
  expect([errorText(error, "zh-CN"), inChat("zh-CN")]).toEqual([zh, zh]);
  for (const text of [errorText(error, "en"), inChat("en")]) {
    expect(text).toMatch(/^Row 2 of the facts of a .* Restore it from a backup\.$/);
  }
});
