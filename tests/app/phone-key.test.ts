// The key by which phone numbers are known: made once, nobody else's to read, and never silently another.
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPhoneKey } from "../../src/app/phone-key.js";
import type { Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "../support/tally.js";

let folder = "";
let store: Store;
const database = () => join(folder, "bot.db");
const file = () => `${database()}.secret`;
const open = (secret?: string) => openPhoneKey({ store: `sqlite:${database()}`, secret }, store);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-key-"));
  store = await openSqliteStore(database(), tally);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test("it is made at the first start, beside the database, for nobody else to read, and stays", async () => {
  const key = await open();
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect((await readFile(file(), "utf8")).trim()).toBe(key);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  expect(await open()).toBe(key);
  const copy = join(folder, "copy");
  await store.backUp?.(copy, () => {});
  expect((await readFile(copy)).includes(key)).toBe(false);
});

test("without it nothing starts, and an empty file in its place asks for a new one", async () => {
  const key = await open();
  await rm(file());
  await expect(open()).rejects.toMatchObject({ code: "SECRET_MISSING", params: { path: file() } });
  await writeFile(file(), "another key than this one was\n");
  await expect(open()).rejects.toMatchObject({ code: "SECRET_OTHER" });
  await writeFile(file(), "");
  const made = await open();
  expect(made).not.toBe(key);
  expect(await open()).toBe(made);
});

test("one of the environment stands before the file, and is the same for good", async () => {
  await expect(open("short")).rejects.toMatchObject({ code: "SECRET_SHORT" });
  const own = "a key of the installation's own";
  expect(await open(own)).toBe(own);
  await expect(stat(file())).rejects.toThrow();
  await expect(open(`${own}!`)).rejects.toMatchObject({ code: "SECRET_OTHER" });
  await expect(open()).rejects.toMatchObject({ code: "SECRET_MISSING" });
  await writeFile(file(), own);
  expect(await open()).toBe(own);
});

test("in a MongoDB it is kept there, for all processes alike", async () => {
  const mongo = { store: "mongodb://127.0.0.1/bots", secret: undefined };
  const [one, other] = await Promise.all([openPhoneKey(mongo, store), openPhoneKey(mongo, store)]);
  expect(one).toBe(other);
  // Copied into a file, the key goes into its own.
  expect(await open()).toBe(one);
  expect((await store.get("@system", "phone-key", "phones"))?.value.key).toBeUndefined();
  expect((await readFile(file(), "utf8")).trim()).toBe(one);
  await expect(openPhoneKey(mongo, store)).rejects.toMatchObject({ code: "SECRET_ELSEWHERE" });
});
