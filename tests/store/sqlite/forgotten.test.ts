import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SqliteFile as Sqlite } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";
import { closeTowns, HQ, openTown } from "../../support/town.js";
import { commitOf, message, NOW } from "../samples.js";

const WORDS = "我的秘密是金丝雀";
/** Longer than a page of the file, so that it overflows. */
const LONG = `${WORDS} ${"很长的话".repeat(1_500)}`;

let folder: string;
const path = () => join(folder, "store.db");
/** The file as it lies there, when nobody has it open and all is in it. */
const file = () => readFileSync(path());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-forgotten-"));
});
afterEach(async () => {
  await closeTowns();
  rmSync(folder, { recursive: true, force: true });
});

describe("members' words", () => {
  test("are nowhere in the file once they are handled", async () => {
    const store = await openSqliteStore(path(), tally);
    const { api, heard, rest } = await openTown({ store });
    for (const text of [WORDS, LONG, `${WORDS}?`]) api.say(HQ, 7, "小红", text);
    api.say(7, 7, "小红", WORDS, true);
    api.say(HQ, 7, "小红", "你是机器人吗");
    await heard("机器人", HQ);
    await rest();
    expect(await store.counts()).toMatchObject({ unhandled: 0, deadLetters: 0 });
    await closeTowns();
    expect(file().includes(WORDS)).toBe(false);
  });

  test("stay as long as they are to be handled, or taken up again", async () => {
    const store = await openSqliteStore(path(), tally);
    const texts = ["没处理", "搁置的", "处理过的"];
    const batch = texts.map((text, n) => message(`${n}`, { text }));
    const [, dead, handled] = await store.accept(batch, NOW);
    await store.deadLetter(dead?.seq ?? 0, "bug");
    await store.commit(commitOf({ handles: handled?.seq }));
    await store.close();
    expect(texts.map((text) => file().includes(text))).toEqual([true, true, false]);
  });

  test("that an earlier version kept go when its file is opened", async () => {
    const old = new Sqlite(path());
    old.exec(readFileSync("tests/cases/database-0.1.0.sql", "utf8"));
    const add = old.prepare(
      `INSERT INTO events (platform, account, id, accepted, state, body)
       VALUES ('telegram', '42', ?, 1, 'handled', ?)`,
    );
    for (let n = 0; n < 50; n++) add.run(`a${n}`, JSON.stringify(message(`a${n}`, { text: LONG })));
    old.close();
    expect(file().includes(WORDS)).toBe(true);
    await (await openSqliteStore(path(), tally)).close();
    expect(file().includes(WORDS)).toBe(false);
  });

  test("that an older copy had still to be answered go with its messages", async () => {
    const store = await openSqliteStore(path(), tally);
    await store.accept([message("1", { text: WORDS })], NOW);
    expect(await store.putDown(NOW)).toMatchObject({ messages: 1 });
    await store.close();
    expect(file().includes(WORDS)).toBe(false);
  });
});
