import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Change, Store } from "../../../src/store/port.js";
import { SqliteFile } from "../../../src/store/sqlite/driver.js";
import { pruner, shrink } from "../../../src/store/sqlite/shrink.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { claimOf, commitOf, message, NOW, oldAt, row, samplesTally } from "../samples.js";

const MANY = 3_000;

let folder: string;
const path = () => join(folder, "store.db");
const open = () => openSqliteStore(path(), samplesTally);
const size = () => statSync(path()).size;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-shrink-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Events that are handled, and a text to each that has been sent. */
async function fill(store: Store): Promise<void> {
  const ids = Array.from({ length: MANY }, (_none, n) => `event ${n}`);
  const taken = await store.accept(
    ids.map((id) => message(id, { text: "话".repeat(100) })),
    NOW,
  );
  const done = taken.map(({ seq, event }) =>
    store.commit(commitOf({ handles: seq, outbox: [row(event.id, event.id)] })),
  );
  await Promise.all(done);
  for (const sent of await store.claim(claimOf({ limit: MANY })))
    await store.settle(sent, { state: "sent", receipt: {} }, NOW);
}

test("what is forgotten leaves the file, which shrinks", async () => {
  const before = await open();
  await fill(before);
  await before.close();
  const full = size();
  const store = await open();
  await store.prune(oldAt(NOW + 1));
  expect(await store.counts()).toMatchObject({ sent: 0 });
  expect(await store.accept([message("event 7"), message("event 2998")], NOW)).toHaveLength(2);
  await store.close();
  expect(size()).toBeLessThan(full / 5);
});

test("a piece of what is forgotten is a hundred facts, and all pieces are forgotten", async () => {
  const store = await open();
  const facts = Array.from({ length: 350 }, (_none, n) => ({
    ...{ kind: "said", at: NOW, group: `g${n}`, day: "2026-11-24" },
  }));
  await store.commit(commitOf({ facts }));
  const forgotten = store.prune(oldAt(NOW + 1));
  const left = [];
  do {
    left.push((await store.facts("a")).length);
    await new Promise(setImmediate);
  } while (left.at(-1) !== 0);
  await forgotten;
  expect([...new Set(left)]).toEqual([250, 150, 50, 0]);
  await store.close();
});

test("a piece of the counters is a hundred of them, old or not, and all that are old are forgotten", async () => {
  const store = await open();
  const names = Array.from({ length: 700 }, (_none, n) => `c${String(n).padStart(3, "0")}`);
  const changes = names.map(
    (counter, n): Change => ({ op: "add", counter, by: 1, until: n % 2 ? NOW + 9 : NOW }),
  );
  await store.commit(commitOf({ changes }));
  const forgotten = store.prune(oldAt(NOW + 1));
  const left = [];
  do {
    const values = await Promise.all(names.map((name) => store.counter("a", name)));
    left.push(values.filter((value) => value > 0).length);
    await new Promise(setImmediate);
  } while (left.at(-1) !== 350);
  await forgotten;
  expect([...new Set(left)]).toEqual([650, 600, 550, 500, 450, 400, 350]);
  await store.close();
});

test("room is given back as it comes free, a few pages at a time", async () => {
  await (await open()).close();
  const db = new SqliteFile(path());
  const insert = db.prepare(
    "INSERT INTO outbox (client, key, account, chat, due, expires, unasked, settled, body) VALUES ('a', ?, '', '', 0, 0, 0, ?, ?)",
  );
  db.transaction(() => {
    for (let n = 0; n < MANY; n++) insert.run(`k${n}`, NOW, "话".repeat(300));
  })();
  const pages = () => Number(db.pragma("page_count", { simple: true }));
  const free: number[] = [];
  const taken = [pages()];
  function* watched() {
    for (const piece of pruner(db, "outbox", "settled < ?")(NOW + 1)) {
      free.push(Number(db.pragma("freelist_count", { simple: true })));
      yield piece;
    }
  }
  let done = false;
  const shrunk = shrink(db, [watched()]).then(() => {
    done = true;
  });
  while (!done) {
    await new Promise(setImmediate);
    taken.push(pages());
  }
  await shrunk;
  const [first = 0] = free;
  expect(free.length).toBe(MANY / 100);
  // What one piece leaves, and less than a step's from before.
  expect(Math.max(...free)).toBeLessThan(first + 2 * 25);
  const given = taken.map((now, n) => (taken[n - 1] ?? now) - now);
  expect(Math.max(...given)).toBeLessThanOrEqual(2 * 25);
  expect(taken.at(-1)).toBeLessThan((taken[0] ?? 0) / 5);
  db.close();
});

test("what is written goes from the log into the file a megabyte at a time", async () => {
  const store = await open();
  for (let n = 0; n < 40; n++) {
    const taken = Array.from({ length: 50 }, (_none, i) =>
      message(`${n} ${i}`, { text: "话".repeat(999) }),
    );
    await store.accept(taken, NOW);
  }
  expect(statSync(`${path()}-wal`).size).toBeLessThan(1.6e6);
  await store.close();
});

test("facts of a clock that ran ahead hide none that are old, and not all are looked at every time", async () => {
  const store = await open();
  const many = (count: number, at: number) =>
    Array.from({ length: count }, () => ({ kind: "said", at, group: "g", day: "2026-11-24" }));
  await store.commit(commitOf({ facts: many(9_000, NOW + 9) }));
  await store.commit(commitOf({ facts: many(150, NOW) }));
  await store.commit(commitOf({ facts: many(21_000, NOW + 1) }));
  let turns = 0;
  let done = false;
  const forgotten = store.prune(oldAt(NOW + 1)).then(() => {
    done = true;
  });
  while (!done) {
    await new Promise(setImmediate);
    turns += 1;
  }
  await forgotten;
  expect(await store.facts("a")).toHaveLength(30_000);
  expect(turns).toBeLessThan(220);
  await store.close();
});

test("others get their turn while much is forgotten", async () => {
  const store = await open();
  await fill(store);
  let turns = 0;
  const turn = () => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const forgotten = store.prune(oldAt(NOW + 1)).then(() => "forgotten");
  const answered = store.commit(commitOf({ outbox: [row("new")] })).then(() => "answered");
  expect(await Promise.race([forgotten, answered])).toBe("answered");
  await forgotten;
  clearImmediate(next);
  expect(turns).toBeGreaterThan(MANY / 200);
  await store.close();
});

test("who closes the file while much is forgotten is not kept waiting", async () => {
  const store = await open();
  await fill(store);
  const forgotten = store.prune(oldAt(NOW + 1));
  await store.close();
  await forgotten;
  const { sent } = await (await open()).counts();
  expect(sent).toBeGreaterThan(0);
});

test("the file of an earlier version shrinks too", async () => {
  const old = new SqliteFile(path());
  old.pragma("journal_mode = WAL");
  old.exec(readFileSync("tests/cases/database-0.1.0.sql", "utf8"));
  old.close();
  const store = await open();
  expect(await store.counts()).toMatchObject({ deadLetters: 1 });
  await store.close();
  const now = new SqliteFile(path());
  expect(now.pragma("auto_vacuum", { simple: true })).toBe(2);
  now.close();
});
