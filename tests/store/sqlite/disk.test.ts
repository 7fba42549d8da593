import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Commit, Store } from "../../../src/store/port.js";
import { SqliteFile as Sqlite } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import {
  claimOf,
  commitOf,
  keys,
  member,
  message,
  NOW,
  OURS,
  putMember,
  row,
  samplesTally,
} from "../samples.js";

const EVER = { from: "0000-01-01", to: "9999-12-31" };
let folder: string;
const file = () => join(folder, "suanpan.db");
const open = () => openSqliteStore(file(), samplesTally);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-disk-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** One of everything that a decision can leave behind, told apart by `name`. */
function decision(name: string, parts: Partial<Commit> = {}): Commit {
  return commitOf({
    changes: [
      putMember("known", { rev: 1, value: member(name) }),
      putMember(`new ${name}`),
      { op: "add", counter: "budget", by: 1 },
    ],
    outbox: [row(name, name)],
    facts: [{ kind: "said", at: NOW, group: "g", day: "2026-11-24" }],
    ...parts,
  });
}
/** One that stands on none of the others. */
const apart = (name: string, parts: Partial<Commit> = {}) =>
  decision(name, {
    changes: [putMember(`new ${name}`), { op: "add", counter: "budget", by: 1 }],
    ...parts,
  });

/** What the store has of all that, and what it believes of the record that it had at hand. */
async function held(store: Store) {
  return {
    known: (await store.get("a", "member", "known"))?.value.name,
    members: keys(await store.list("a", "member")),
    budget: await store.counter("a", "budget"),
    facts: (await store.facts("a")).length,
    rollups: await store.rollups("a", EVER),
    waiting: (await store.counts()).waiting,
    unhandled: (await store.unhandled(OURS)).length,
  };
}
const BEFORE = {
  known: "known",
  members: ["known"],
  budget: 0,
  facts: 0,
  rollups: [],
  waiting: 0,
  unhandled: 1,
};

/** A store with a record that it has at hand, and an event to handle. */
async function prepared(store: Store): Promise<number> {
  await store.commit(commitOf({ changes: [putMember("known")] }));
  expect((await store.get("a", "member", "known"))?.rev).toBe(1);
  const [event] = await store.accept([message("1")], NOW);
  return event?.seq ?? 0;
}

/** Tells of each commit of one moment how it ended. */
async function together(store: Store, commits: readonly Commit[]): Promise<string[]> {
  const told = await Promise.allSettled(commits.map((commit) => store.commit(commit)));
  return told.map((one) =>
    one.status === "rejected" ? String(one.reason) : one.value.ok ? "stored" : one.value.why,
  );
}

const PLACES = ["first", "second", "third"] as const;

describe("the disk ends the transaction of several decisions", () => {
  /** A row of this chat is more than the disk takes: all of the transaction is rolled back, as by SQLITE_IOERR. */
  async function failing(): Promise<Store> {
    await (await open()).close();
    const db = new Sqlite(file());
    db.exec(`CREATE TRIGGER broken BEFORE INSERT ON outbox WHEN new.chat = 'broken'
      BEGIN SELECT raise(ROLLBACK, 'disk I/O error'); END`);
    db.close();
    return open();
  }

  test.each(PLACES)(
    "at the %s of them: all are told, and none is believed stored",
    async (place) => {
      const store = await failing();
      const seq = await prepared(store);
      const others = [decision("one", { handles: seq }), apart("two")];
      const at = PLACES.indexOf(place);
      const batch = [...others.slice(0, at), apart("broken"), ...others.slice(at)];
      const error = expect.stringContaining("disk I/O error");
      expect(await together(store, batch)).toEqual([error, error, error]);
      expect(await held(store)).toEqual(BEFORE);
      expect(await store.claim(claimOf())).toEqual([]);
      await store.close();

      const again = await open();
      expect(await held(again)).toEqual(BEFORE);
      await again.close();
    },
  );

  test("who was refused before it is told of the disk too: what refused it is gone", async () => {
    const store = await failing();
    const seq = await prepared(store);
    const stale = apart("late", { changes: [putMember("known", { rev: 1 })] });
    const batch = [decision("one", { handles: seq }), stale, apart("broken")];
    const error = expect.stringContaining("disk I/O error");
    expect(await together(store, batch)).toEqual([error, error, error]);
    expect(await held(store)).toEqual(BEFORE);
    await store.close();
  });

  test("what is decided again afterwards is stored once, with its sums", async () => {
    const store = await failing();
    const seq = await prepared(store);
    const batch = [decision("one", { handles: seq }), apart("two")];
    await together(store, [...batch, apart("broken")]);
    expect(await together(store, batch)).toEqual(["stored", "stored"]);
    const after = {
      known: "one",
      members: ["known", "new one", "new two"],
      budget: 2,
      facts: 2,
      rollups: [{ group: "g", day: "2026-11-24", sums: { said: 2 } }],
      waiting: 2,
      unhandled: 0,
    };
    expect(await held(store)).toEqual(after);
    expect(await store.rebuildRollups("a", { check: true })).toMatchObject({ different: 0 });
    await store.close();
    const again = await open();
    expect(await held(again)).toEqual(after);
    await again.close();
  });
});

describe("a disk that is full", () => {
  /** A store whose file may not grow beyond a few more pages: SQLite itself then says that the disk is full. */
  async function cramped() {
    const pragma = vi.spyOn(Sqlite.prototype, "pragma");
    const store = await open();
    const db = pragma.mock.contexts.at(-1) as InstanceType<typeof Sqlite>;
    const seq = await prepared(store);
    const pages = Number(db.pragma("page_count", { simple: true }));
    db.pragma(`max_page_count = ${pages + SPARE}`);
    return { store, seq, room: () => db.pragma(`max_page_count = ${pages + 1_000}`) };
  }
  const SPARE = 8;
  const HUGE = "x".repeat(4_096 * (SPARE + 2));

  test.each(PLACES)(
    "the large one is the %s: all are told, and none is believed stored",
    async (place) => {
      const { store, seq, room } = await cramped();
      const huge = apart("huge", { outbox: [row(HUGE, "huge")] });
      const others = [decision("one", { handles: seq }), apart("two")];
      const at = PLACES.indexOf(place);
      const batch = [...others.slice(0, at), huge, ...others.slice(at)];
      const full = expect.stringContaining("STORE_FULL");
      expect(await together(store, batch)).toEqual([full, full, full]);
      expect(await held(store)).toEqual(BEFORE);

      // There is room for the small ones, and later for all.
      expect(await together(store, others)).toEqual(["stored", "stored"]);
      room();
      expect(await together(store, [huge])).toEqual(["stored"]);
      const after = { known: "one", budget: 3, facts: 3, waiting: 3, unhandled: 0 };
      expect(await held(store)).toMatchObject(after);
      expect(await store.rebuildRollups("a", { check: true })).toMatchObject({ different: 0 });
      await store.close();
      const again = await open();
      expect(await held(again)).toMatchObject(after);
      await again.close();
    },
  );
});
