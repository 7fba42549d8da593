import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SQLITE_PACKAGE, SqliteFile as Sqlite } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { runFile } from "../../support/run-file.js";
import { tally } from "../../support/tally.js";
import { claimOf, commitOf, message, NOW, OURS, putMember, row } from "../samples.js";

let folder: string;
const file = () => join(folder, "data", "suanpan.db");
const refusal = (code: string) => ({ name: "UserError", code, params: { path: file() } });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-store-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs `script` with better-sqlite3 on the file in a process of its own. @returns what it printed. */
async function elsewhere(script: string): Promise<string> {
  const library = createRequire(import.meta.url).resolve(SQLITE_PACKAGE);
  const head = `const Sqlite = require(${JSON.stringify(library)}); const path = process.argv[1];`;
  return runFile(process.execPath, ["-e", head + script, file()]);
}

async function openAndClose(): Promise<void> {
  const store = await openSqliteStore(file(), tally);
  await store.close();
}

test("a second opener is refused without a wait, and let in after the first has closed", async () => {
  const pragma = vi.spyOn(Sqlite.prototype, "pragma");
  const store = await openSqliteStore(file(), tally);
  const db = pragma.mock.contexts.at(-1) as InstanceType<typeof Sqlite>;
  pragma.mockRestore();
  expect(db.pragma("busy_timeout", { simple: true })).toBe(0);
  await expect(openSqliteStore(file(), tally)).rejects.toMatchObject(refusal("STORE_LOCKED"));
  await store.close();
  await openAndClose();
});

test("another process cannot even read the file", async () => {
  const store = await openSqliteStore(file(), tally);
  const peek = `try {
    new Sqlite(path, { timeout: 0 }).prepare("SELECT * FROM events").all();
  } catch (error) { process.stdout.write(error.code); }`;
  expect(await elsewhere(peek)).toBe("SQLITE_BUSY");
  await store.close();
});

test("a reopened file keeps everything", async () => {
  const before = await openSqliteStore(file(), tally);
  const events = [message("1"), message("2"), message("3")];
  const [one, two, three] = await before.accept(events, NOW);
  const facts = [{ kind: "said", at: NOW }];
  const changes = [putMember("m", { due: NOW + 5 }), { op: "add", counter: "c", by: 3 } as const];
  const outbox = [row("sending"), row("waiting", "g2", { due: NOW + 1 })];
  await before.commit(commitOf({ handles: one?.seq, changes, outbox, facts }));
  await before.deadLetter(two?.seq ?? 0, "bug");
  await before.saveVersion("a", "h", "text", "li", NOW);
  const [sending] = await before.claim(claimOf());
  await before.issue(sending ?? { seq: 0, tries: 0 });
  await before.close();

  const after = await openSqliteStore(file(), tally);
  expect(await after.accept(events, NOW)).toEqual([]);
  expect(await after.unhandled(OURS)).toEqual([three]);
  expect(await after.deadLetters(OURS)).toEqual([{ ...two, deadLetter: "bug" }]);
  expect(await after.get("a", "member", "m")).toMatchObject({ rev: 1, due: NOW + 5 });
  expect(await after.counter("a", "c")).toBe(3);
  expect(await after.facts("a")).toEqual(facts);
  expect(await after.version("a", "h")).toBe("text");
  expect(await after.recover(OURS)).toBe(1);
  const claimed = await after.claim(claimOf({ now: NOW + 1 }));
  expect(claimed.map(({ key, uncertain }) => [key, uncertain])).toEqual([
    ["sending", true],
    ["waiting", false],
  ]);
  await after.close();
});

test("what a killed process had committed is there, and its lock is gone", async () => {
  await openAndClose();
  const script = `const db = new Sqlite(path);
    db.pragma("locking_mode = EXCLUSIVE");
    db.exec("INSERT INTO counters (client, name, value) VALUES ('a', 'c', 7)");
    db.exec("BEGIN; UPDATE counters SET value = 8");
    process.kill(process.pid, "SIGKILL");`;
  await expect(elsewhere(script)).rejects.toMatchObject({ signal: "SIGKILL" });
  const store = await openSqliteStore(file(), tally);
  expect(await store.counter("a", "c")).toBe(7);
  await store.close();
});

test("a newer schema is refused and left as it is", async () => {
  await openAndClose();
  await elsewhere("new Sqlite(path).pragma('user_version = 999');");
  await expect(openSqliteStore(file(), tally)).rejects.toMatchObject(refusal("STORE_NEWER"));
  const version =
    "process.stdout.write(String(new Sqlite(path).pragma('user_version', { simple: true })))";
  expect(await elsewhere(version)).toBe("999");
});

test("a file that is no database is refused and left as it is", async () => {
  await openAndClose();
  const text = "dear diary, ".repeat(500);
  await writeFile(file(), text);
  await expect(openSqliteStore(file(), tally)).rejects.toMatchObject(refusal("STORE_UNREADABLE"));
  expect(await readFile(file(), "utf8")).toBe(text);
});

test("another program's database is refused", async () => {
  await openAndClose();
  await rm(file());
  await elsewhere("new Sqlite(path).exec('CREATE TABLE theirs (x)');");
  await expect(openSqliteStore(file(), tally)).rejects.toMatchObject(refusal("STORE_UNREADABLE"));
});

test("a folder that cannot be made is refused", async () => {
  await writeFile(join(folder, "data"), "a file in the way");
  await expect(openSqliteStore(file(), tally)).rejects.toMatchObject({
    code: "STORE_FOLDER",
    params: { folder: join(folder, "data"), reason: "EEXIST" },
  });
});
