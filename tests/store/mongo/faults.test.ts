import { rm } from "node:fs/promises";
import { afterAll, describe, expect, test } from "vitest";
import { StoreFailure } from "../../../src/core/errors.js";
import { openMongoStore } from "../../../src/store/mongo/store.js";
import type { Commit, Store } from "../../../src/store/port.js";
import {
  databases,
  databaseUrl,
  noMongo,
  noStandIn,
  serverUrl,
  standInPython,
} from "../../support/mongo/databases.js";
import { quickFolder, startStandIn } from "../../support/mongo/stand-in.js";
import { startProxy } from "../../support/proxy.js";
import { claimOf, commitOf, keys, message, NOW, OURS, row, samplesTally } from "../samples.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;
/** So short that a test which waits for them ends soon; whoever is too slow for them is tried again. */
const SHORT = { connectMs: 1_000, answerMs: 1_000, deadlineMs: 1_500 };

/** What a runtime does with a failing store: it tries again. */
async function until<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
    }
  }
}
const COMMIT = "commitTransaction";
const add = (over: Partial<Commit> = {}) =>
  commitOf({ changes: [{ op: "add", counter: "n", by: 1 }], ...over });

describe.skipIf(noMongo !== undefined)(`a way to MongoDB that fails${why}`, () => {
  const all = databases();
  afterAll(() => all.close());

  async function behindProxy(work: (of: { store: Store; proxy: Proxy }) => Promise<void>) {
    const [, host = "", port = ""] = /@?([^/@:,]+):(\d+)/.exec(serverUrl) ?? [];
    const proxy = await startProxy({ host, port: Number(port) });
    const name = await all.take();
    const url = databaseUrl(`mongodb://127.0.0.1:${proxy.port}/?directConnection=true`, name);
    const store = await openMongoStore(url, samplesTally, SHORT);
    try {
      await work({ store, proxy });
    } finally {
      proxy.mend();
      await store.close();
      await proxy.close();
      all.giveBack(name);
    }
  }
  type Proxy = Awaited<ReturnType<typeof startProxy>>;

  test("a commit whose answer is lost is asked for again, and counts once", () =>
    behindProxy(async ({ store, proxy }) => {
      await until(() => store.commit(add()));
      let cuts = 0;
      let asked = false;
      proxy.obey((way, data) => {
        if (way === "in" && data.includes(COMMIT)) asked = true;
        if (way === "in" || !asked || cuts >= 3) return "pass";
        asked = false;
        cuts++;
        return "cut";
      });
      await until(() => store.commit(add({ facts: [{ kind: "said", at: NOW }] })));
      expect(cuts).toBeGreaterThan(0);
      expect(await until(() => store.counter("a", "n"))).toBe(2);
      expect(await until(() => store.facts("a"))).toHaveLength(1);
    }));

  test("an event that was accepted without anybody hearing of it is new to whoever tells of it again", () =>
    behindProxy(async ({ store, proxy }) => {
      await store.own(OURS);
      let lost = false;
      proxy.obey((way, data) => {
        if (way === "in" && data.includes(COMMIT)) lost = true;
        return way === "out" && lost ? "drop" : "pass";
      });
      await expect(store.accept([message("1")], NOW)).rejects.toMatchObject({ code: "STORE_AWAY" });
      proxy.mend();
      proxy.cutAll();
      const again = await until(() => store.accept([message("1"), message("2")], NOW));
      expect(again.map(({ event }) => event.id)).toEqual(["1", "2"]);
      expect(await until(() => store.accept([message("1")], NOW))).toEqual([]);
      expect(await until(() => store.unhandled(OURS))).toEqual(again);
    }));

  test.each([
    ["before it begins", ""],
    ["while counters that it needs are made", "counters"],
    ["while it is in the middle of a transaction", "startTransaction"],
  ])("the way is lost %s: that is no refusal", (_when, sign) =>
    behindProxy(async ({ store, proxy }) => {
      const facts = [{ kind: "said", at: NOW }];
      const changes = [{ op: "add", counter: "fresh", by: 1 }] as const;
      const commit = () => store.commit(commitOf({ changes, outbox: [row("r1", "g1")], facts }));
      await until(() => store.commit(add()));
      let begun = false;
      proxy.obey((way, data) => {
        if (way === "in") begun ||= data.includes(sign);
        // The answer to it comes through, and nothing after that.
        else if (begun) setImmediate(() => proxy.refuse());
        return "pass";
      });
      if (sign === "") proxy.refuse();
      await expect(commit()).rejects.toMatchObject({ code: "STORE_AWAY" });
      proxy.mend();
      await until(commit);
      expect(await until(() => store.facts("a"))).toHaveLength(1);
    }),
  );

  test("cut, half-closed, delayed and refused at any moment: nothing is lost and nothing doubled", () =>
    behindProxy(async ({ store, proxy }) => {
      await store.own(OURS);
      const batch = Array.from({ length: 12 }, (_none, n) => message(`${n}`));
      const accepted = await store.accept(batch, NOW);
      const harm = [
        () => proxy.cutAll(),
        () => proxy.halfClose(),
        () => proxy.obey(() => ({ delayMs: 20 })),
        () => proxy.refuse(),
        () => proxy.mend(),
        () => proxy.obey((way) => (way === "out" ? "cut" : "pass")),
        () => proxy.mend(),
      ];
      const facts = [{ kind: "said", at: NOW, group: "g", day: "2026-11-24" }];
      const handle = async ({ seq, event }: (typeof accepted)[number], n: number) => {
        const outbox = [row(`r${event.id}`, `g${event.id}`)];
        let tries = 0;
        await until(() => {
          // Whatever is done to the way is done while it writes, and mended when it has failed twice.
          if (tries++ < 2) harm[(n + tries) % harm.length]?.();
          else proxy.mend();
          return store.commit(add({ handles: seq, outbox, facts }));
        });
      };
      for (let from = 0; from < accepted.length; from += 4)
        await Promise.all(accepted.slice(from, from + 4).map((one, n) => handle(one, from + n)));
      proxy.mend();
      expect(await until(() => store.unhandled(OURS))).toEqual([]);
      expect(await until(() => store.counter("a", "n"))).toBe(12);
      expect(await until(() => store.facts("a"))).toHaveLength(12);
      const range = { from: "2026-11-24", to: "2026-11-24" };
      expect(await until(() => store.rollups("a", range))).toMatchObject([{ sums: { said: 12 } }]);
      expect(keys(await until(() => store.claim(claimOf({ limit: 100 }))))).toHaveLength(12);
    }));

  test("what a database that is away says names its address, and nothing secret", async () => {
    const url = "mongodb://li:geheim%40wort@127.0.0.1:1/suanpan?serverSelectionTimeoutMS=1";
    const away = openMongoStore(url, samplesTally, { ...SHORT, connectMs: 50 });
    await expect(away).rejects.toMatchObject({
      code: "STORE_AWAY",
      params: { where: "mongodb://127.0.0.1:1", reason: "ECONNREFUSED" },
    });
    await expect(away).rejects.not.toThrow(/geheim|wort|li:/);
  });

  test.each([
    "mongodb://li:geheim@host:port/x",
    "mongodb://li:ge@heim@@/x",
    "mongodb://li:geheim@127.0.0.1/?w=geheim&nonsense=geheim",
  ])("an address that can't be used is refused without being repeated: %s", async (url) => {
    const opened = openMongoStore(url, samplesTally, SHORT);
    await expect(opened).rejects.toMatchObject({ code: "STORE_ADDRESS" });
    await expect(opened).rejects.not.toThrow(/heim/);
  });
});

const whyNone = noStandIn === undefined ? "" : ` (${noStandIn})`;
describe.skipIf(noStandIn !== undefined)(`a server of one's own${whyNone}`, () => {
  test("that stands alone is refused, with the command that makes a replica set of it", async () => {
    const server = await startStandIn(standInPython, { standalone: true });
    try {
      const url = databaseUrl(server.url, "x");
      const where = server.url.slice(0, -1);
      const refused = { code: "STORE_STANDALONE", params: { where } };
      await expect(openMongoStore(url, samplesTally)).rejects.toMatchObject(refused);
    } finally {
      await server.stop();
    }
  });

  test("that is killed and comes back has all that was acknowledged, and the store goes on by itself", async () => {
    const folder = await quickFolder();
    let server = await startStandIn(standInPython, { folder, synced: true });
    const store = await openMongoStore(databaseUrl(server.url, "x"), samplesTally, SHORT);
    try {
      await store.own(OURS);
      const accepted = await store.accept([message("1"), message("2")], NOW);
      await store.commit(add({ handles: accepted[0]?.seq }));
      await server.stop("SIGKILL");
      await expect(store.commit(add({ handles: accepted[1]?.seq }))).rejects.toMatchObject({
        code: "STORE_AWAY",
      });
      server = await startStandIn(standInPython, {
        ...{ folder, synced: true },
        port: server.port,
      });
      expect(await until(() => store.commit(add({ handles: accepted[1]?.seq })))).toEqual({
        ok: true,
      });
      expect(await until(() => store.counter("a", "n"))).toBe(2);
      expect(await until(() => store.unhandled(OURS))).toEqual([]);
    } finally {
      await store.close().catch(() => {});
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
