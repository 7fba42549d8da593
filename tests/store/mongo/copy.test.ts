import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { copyStores } from "../../../src/cli/store.js";
import type { Archive } from "../../../src/store/archive.js";
import { type Copied, copyStore } from "../../../src/store/copy.js";
import { openMongoArchive } from "../../../src/store/mongo/archive.js";
import { openMongoStore } from "../../../src/store/mongo/store.js";
import { openSqliteArchive } from "../../../src/store/sqlite/archive.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { testConfig } from "../../support/config.js";
import {
  databases,
  databaseUrl,
  noMongo,
  PATIENT,
  serverUrl,
} from "../../support/mongo/databases.js";
import { fill, seen } from "../copy-samples.js";
import { commitOf, putMember, row, samplesTally } from "../samples.js";

describe.skipIf(noMongo !== undefined)("a store moves between a file and MongoDB", () => {
  const all = databases();
  afterAll(() => all.close());
  let folder: string;
  const path = (name: string) => join(folder, `${name}.db`);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "suanpan-copy-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function copy(from: Promise<Archive>, to: Promise<Archive>): Promise<readonly Copied[]> {
    const told: Copied[] = [];
    const [source, target] = [await from, await to];
    await copyStore(source, target, (one) => told.push(one));
    await source.close();
    await target.close();
    return told;
  }

  test("there and back, and a bot reads the same of each", async () => {
    const url = databaseUrl(serverUrl, await all.take());
    const first = await openSqliteStore(path("one"), samplesTally);
    await fill(first);
    const more = Array.from({ length: 1_200 }, (_none, n) => putMember(`m${n}`));
    await first.commit(commitOf({ changes: more }));
    await first.close();
    const there = await copy(
      openSqliteArchive(path("one")),
      openMongoArchive(url, { waits: PATIENT }),
    );
    const back = await copy(
      openMongoArchive(url, { waits: PATIENT }),
      openSqliteArchive(path("two")),
    );
    expect(back).toEqual(there);
    const stores = [
      await openSqliteStore(path("one"), samplesTally),
      await openMongoStore(url, samplesTally, PATIENT),
      await openSqliteStore(path("two"), samplesTally),
    ];
    const [one, mongo, two] = await Promise.all(stores.map(seen));
    expect(mongo).toEqual(one);
    expect(two).toEqual(one);
    // What comes next has numbers of its own.
    for (const store of stores) {
      const outbox = [row("next", "g77")];
      expect(await store.commit(commitOf({ outbox, facts: [{ kind: "n", at: 1 }] }))).toEqual({
        ok: true,
      });
      expect((await store.facts("a")).map(({ kind }) => kind)).toEqual([
        ...["said", "joined", "plain", "n"],
      ]);
      await store.close();
    }
  });

  test("one that was broken off is opened by no bot", async () => {
    const url = databaseUrl(serverUrl, await all.take());
    const archive = await openMongoArchive(url, { waits: PATIENT });
    await archive.note({ from: "one.db", part: "facts", after: "7" });
    expect(await archive.progress()).toEqual({ from: "one.db", part: "facts", after: "7" });
    await archive.close();
    await expect(openMongoStore(url, samplesTally, PATIENT)).rejects.toMatchObject({
      code: "STORE_COPY_UNFINISHED",
    });
  });

  test("a database that isn't there is refused, and not made", async () => {
    const url = databaseUrl(serverUrl, "suanpan_never");
    const opened = () => openMongoArchive(url, { isThere: true, waits: PATIENT });
    await expect(opened()).rejects.toMatchObject({ code: "STORE_COPY_NOTHING" });
    await expect(opened()).rejects.toMatchObject({ code: "STORE_COPY_NOTHING" });
  });

  test("one on which a bot works is not copied, and the file is not made", async () => {
    const url = databaseUrl(serverUrl, await all.take());
    const config = testConfig({ LANG: "en_US" });
    const bot = await openMongoStore(url, samplesTally, PATIENT);
    await bot.sharing?.join({ where: "desk:1", serves: [], leaseMs: 1_000 });
    const copying = copyStores({ from: url, to: `sqlite:${path("three")}` }, config);
    await expect(copying).rejects.toMatchObject({ code: "STORE_IN_USE" });
    await bot.close();
    expect(existsSync(path("three"))).toBe(false);
    const unset = copyStores({ from: "env:SUANPAN_NOWHERE", to: "sqlite:x.db" }, config);
    await expect(unset).rejects.toMatchObject({ code: "STORE_VARIABLE" });
  });

  test("a name that no database may have is a mistake in the address", async () => {
    const url = databaseUrl(serverUrl, "suan.pan");
    await expect(openMongoStore(url, samplesTally, PATIENT)).rejects.toMatchObject({
      code: "STORE_ADDRESS",
    });
  });
});
