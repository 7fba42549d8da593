import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Archive } from "../../src/store/archive.js";
import { type Copied, copyStore } from "../../src/store/copy.js";
import { openSqliteArchive } from "../../src/store/sqlite/archive.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { fill, seen } from "./copy-samples.js";
import { commitOf, putMember, samplesTally } from "./samples.js";

let folder: string;
const path = (name: string) => join(folder, `${name}.db`);
const open = (name: string) => openSqliteStore(path(name), samplesTally);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-copy-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function filled(name: string, members = 0): Promise<void> {
  const store = await open(name);
  await fill(store);
  const more = Array.from({ length: members }, (_none, n) => putMember(`m${n}`));
  await store.commit(commitOf({ changes: more }));
  await store.close();
}
async function copy(
  from: string,
  to: string,
  adapt = (archive: Archive): Archive => archive,
): Promise<readonly Copied[]> {
  const told: Copied[] = [];
  const [source, target] = [await openSqliteArchive(path(from)), await openSqliteArchive(path(to))];
  try {
    await copyStore(source, adapt(target), (one) => told.push(one));
  } finally {
    await source.close();
    await target.close();
  }
  return told;
}
/** An archive that breaks off at its nth write. */
const breaksAt = (n: number) => {
  let writes = 0;
  return (archive: Archive): Archive => ({
    ...archive,
    async write(part, entries) {
      writes += 1;
      if (writes === n) throw new Error("killed");
      await archive.write(part, entries);
    },
  });
};

test("a copy holds all that was there: a bot reads the same of both", async () => {
  await filled("one", 2_500);
  const told = await copy("one", "two");
  expect(told.map(({ part }) => part)).toHaveLength(9);
  expect(told.find(({ part }) => part === "records")?.count).toBe(2_502);
  const [before, after] = [await open("one"), await open("two")];
  const [there, here] = [await seen(before), await seen(after)];
  expect(here).toEqual(there);
  expect(there.claimed.length).toBeGreaterThan(3);
  expect(there.ledger).toHaveLength(6);
  await before.close();
  await after.close();
});

test("one that was broken off anywhere is opened by no bot, goes on where it was, and is whole", async () => {
  await filled("one", 2_500);
  for (const n of [1, 2, 4, 7, 10]) {
    const to = `broken-${n}`;
    await expect(copy("one", to, breaksAt(n))).rejects.toThrow("killed");
    await expect(open(to)).rejects.toMatchObject({ code: "STORE_COPY_UNFINISHED" });
    let writes = 0;
    await copy("one", to, (archive) => ({
      ...archive,
      async write(part, entries) {
        writes += 1;
        await archive.write(part, entries);
      },
    }));
    // What had been copied is not copied again.
    expect(writes).toBe(12 - n);
    await (await open(to)).close();
  }
});

test("nothing is copied over what is there, and no two copies are mixed", async () => {
  await filled("one");
  await filled("other");
  await expect(copy("one", "other")).rejects.toMatchObject({ code: "STORE_COPY_NOT_EMPTY" });
  await expect(copy("one", "two", breaksAt(3))).rejects.toThrow("killed");
  await expect(copy("other", "two")).rejects.toMatchObject({ code: "STORE_COPY_OTHER" });
});

test("what is not the same in the end is said, and no bot opens it", async () => {
  await filled("one");
  const lossy = (archive: Archive): Archive => ({
    ...archive,
    write: (part, entries) => archive.write(part, part === "facts" ? entries.slice(1) : entries),
  });
  await expect(copy("one", "two", lossy)).rejects.toMatchObject({
    code: "STORE_COPY_DIFFERS",
    params: { part: "facts", there: 4, here: 3 },
  });
  await expect(open("two")).rejects.toMatchObject({ code: "STORE_COPY_UNFINISHED" });
});
