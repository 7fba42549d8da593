import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyInUse, sealBackup } from "../../../src/store/sqlite/backup.js";
import { connect, disconnect } from "../../../src/store/sqlite/connection.js";
import { SqliteFile } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { commitOf, NOW, oldAt, samplesTally } from "../samples.js";

const MANY = 20_000;
let folder: string;
const at = (name: string) => join(folder, name);
const open = () => openSqliteStore(at("store.db"), samplesTally);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-backup-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function fill(): Promise<void> {
  await (await open()).close();
  const db = new SqliteFile(at("store.db"));
  const add = db.prepare("INSERT INTO facts (client, kind, body) VALUES ('a', 'said', ?)");
  const fact = { kind: "said", at: NOW, group: "g", day: "2026-11-24", of: "x".repeat(500) };
  db.transaction(() => {
    for (let n = 0; n < MANY; n++) add.run(JSON.stringify(fact));
  })();
  db.close();
}
function factsIn(path: string): unknown {
  const db = new SqliteFile(path, { readonly: true });
  try {
    return db.prepare("SELECT count(*) FROM facts").pluck().get();
  } finally {
    db.close();
  }
}

test("what is forgotten while a copy is made shrinks the file, and the copy comes to its end", async () => {
  await fill();
  const full = statSync(at("store.db")).size;
  const store = await open();
  let forgetting: Promise<void> | undefined;
  const rows = await store.backUp?.(at("copy.db"), () => {
    forgetting ??= store.prune(oldAt(NOW + 1));
  });
  await forgetting;
  expect(rows?.facts).toBeLessThanOrEqual(MANY);
  await store.prune(oldAt(NOW + 1));
  await store.close();
  expect(statSync(at("store.db")).size).toBeLessThan(full / 5);
  // It has a log's mark, and no log; nobody but the sealing opens it before that.
  expect(factsIn(at("copy.db"))).toBe(rows?.facts);
});

test("a file that shrinks below what was copied already is copied to its end", async () => {
  await fill();
  const db = await connect(at("store.db"));
  let asked = 0;
  const rows = await copyInUse(db, at("copy.db"), () => {
    asked += 1;
    if (asked !== 20) return;
    db.exec("DELETE FROM facts WHERE seq > 100");
    db.pragma("incremental_vacuum(100000)");
  });
  expect(rows.facts).toBe(100);
  disconnect(db);
  const { contents } = sealBackup(at("copy.db"), rows, new Date());
  expect(contents.find(({ table }) => table === "facts")?.rows).toBe(100);
});

test("each of two copies at once is whole, and what is written meanwhile is in both", async () => {
  await fill();
  const store = await open();
  let isWritten = false;
  const write = () => {
    if (isWritten) return;
    isWritten = true;
    void store.commit(
      commitOf({ facts: [{ kind: "said", at: NOW, group: "g", day: "2026-11-24" }] }),
    );
  };
  const both = await Promise.all(
    ["one.db", "two.db"].map((name) => store.backUp?.(at(name), write)),
  );
  expect(both.map((rows) => rows?.facts)).toEqual([MANY + 1, MANY + 1]);
  await store.close();
});

test("whoever waits for a copy and goes ends it, and leaves nothing", async () => {
  await fill();
  const store = await open();
  const gone = new Error("gone");
  const copy = store.backUp?.(at("copy.db"), () => {
    throw gone;
  });
  await expect(copy).rejects.toBe(gone);
  expect(statSync(at("copy.db"), { throwIfNoEntry: false })).toBeUndefined();
  await store.close();
});
