import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { StoreFenced } from "../../../src/core/errors.js";
import { openMongoStore } from "../../../src/store/mongo/store.js";
import type { Store } from "../../../src/store/port.js";
import {
  databases,
  databaseUrl,
  noMongo,
  PATIENT,
  serverUrl,
} from "../../support/mongo/databases.js";
import { startProxy } from "../../support/proxy.js";
import { commitOf, message, NOW, putMember, samplesTally } from "../samples.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;
const NONE = { accounts: [], clients: [] };
const WORK = { accounts: ["bot"], clients: ["a"] };
/** Nobody lapses by it in a test. */
const LONG_MS = 600_000;
const SHORT_MS = 1_000;
/** Of whoever is cut off: it soon hears that the way is mended. */
const QUICK = { connectMs: 1_000, answerMs: 10_000 };

function sharingOf({ sharing }: Store) {
  if (!sharing) throw new Error("a store of one process");
  return sharing;
}
const join = (store: Store, where: string, leaseMs = LONG_MS) =>
  sharingOf(store).join({ where, serves: ["bot"], leaseMs });

describe.skipIf(noMongo !== undefined)(`processes that share a database${why}`, () => {
  const all = databases();
  afterAll(() => all.close());

  async function two(
    work: (of: { first: Store; second: Store; cut: () => void; mend: () => void }) => Promise<void>,
  ) {
    const name = await all.take();
    const [, host = "", port = ""] = /@?([^/@:,]+):(\d+)/.exec(serverUrl) ?? [];
    const proxy = await startProxy({ host, port: Number(port) });
    const through = databaseUrl(`mongodb://127.0.0.1:${proxy.port}/?directConnection=true`, name);
    const first = await openMongoStore(through, samplesTally, { ...PATIENT, ...QUICK });
    const second = await openMongoStore(databaseUrl(serverUrl, name), samplesTally, PATIENT);
    try {
      await work({ first, second, cut: proxy.refuse, mend: proxy.mend });
    } finally {
      proxy.mend();
      await first.close().catch(() => {});
      await second.close();
      await proxy.close();
      all.giveBack(name);
    }
  }

  test("what one has who is there stays its own, until it gives it back", () =>
    two(async ({ first, second }) => {
      await join(first, "here:1");
      await join(second, "there:2");
      expect(await first.own(WORK)).toEqual(WORK);
      expect(await second.own(WORK)).toEqual(NONE);
      const { self, ...seen } = await sharingOf(second).view();
      expect(seen.peers.map(({ where, serves }) => ({ where, serves }))).toHaveLength(2);
      const owner = seen.peers.find(({ where }) => where === "here:1")?.id ?? "";
      expect(seen.accounts).toEqual(new Map([["bot", owner]]));
      expect(seen.clients).toEqual(new Map([["a", owner]]));
      await sharingOf(first).give({ accounts: ["bot"], clients: [] });
      expect(await second.own(WORK)).toEqual({ accounts: ["bot"], clients: [] });
      expect(await first.own(WORK)).toEqual({ accounts: [], clients: ["a"] });
      const after = await sharingOf(first).view();
      expect(after.accounts).toEqual(new Map([["bot", self]]));
      expect(await first.commit(commitOf({ changes: [putMember("m")] }))).toEqual({ ok: true });
    }));

  test("whoever ends gives back all that it has, at once", () =>
    two(async ({ first, second }) => {
      await join(first, "here:1");
      await join(second, "there:2");
      await first.own(WORK);
      await first.close();
      expect((await sharingOf(second).view()).peers.map(({ where }) => where)).toEqual(["there:2"]);
      expect(await second.own(WORK)).toEqual(WORK);
    }));

  test("whoever isn't heard of for a whole lease stops, and is out: nothing that it writes counts any more", () =>
    two(async ({ first, second, cut, mend }) => {
      await join(first, "here:1", SHORT_MS);
      await join(second, "there:2");
      await first.own({ accounts: ["bot"], clients: [] });
      cut();
      const isThere = async () =>
        (await sharingOf(second).view()).peers.some(({ where }) => where === "here:1");
      while (await isThere()) await pause(50);
      expect(sharingOf(first).holds()).toBe(false);
      expect(await second.own(WORK)).toEqual(WORK);
      mend();
      const refused = [
        first.accept([message("1")], NOW),
        first.commit(commitOf({ client: "@system", changes: [putMember("m")] })),
        first.saveVersion("a", "hash", "content", "files", NOW),
        first.prune({ handled: NOW, facts: NOW, keep: [], now: NOW }),
      ];
      for (const each of await Promise.allSettled(refused))
        expect(each).toMatchObject({ status: "rejected", reason: expect.any(StoreFenced) });
      const isIn = () =>
        sharingOf(first)
          .view()
          .then(
            () => true,
            (error: unknown) => !(error instanceof StoreFenced),
          );
      while (await isIn()) await pause(50);
      expect(sharingOf(second).holds()).toBe(true);
      expect(await second.accept([message("1")], NOW)).toHaveLength(1);
    }));

  test("a database that was away for longer than a lease puts nobody out who was well", () =>
    two(async ({ first, second, cut, mend }) => {
      // The one behind the proxy watches; it can't see anybody renew meanwhile.
      await join(first, "here:1", SHORT_MS);
      await join(second, "there:2", SHORT_MS);
      await second.own(WORK);
      const seen = async () => (await sharingOf(first).view()).peers.map(({ where }) => where);
      expect(await seen()).toContain("there:2");
      cut();
      await pause(2 * SHORT_MS);
      mend();
      expect(await seen()).toContain("there:2");
    }));
});
