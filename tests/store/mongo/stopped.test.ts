import { setTimeout as pause } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openMongoStore } from "../../../src/store/mongo/store.js";
import type { Store } from "../../../src/store/port.js";
import { databaseUrl, noStandIn, standInPython } from "../../support/mongo/databases.js";
import { type StandIn, startStandIn } from "../../support/mongo/stand-in.js";
import { startStoppable } from "../../support/mongo/stopped-child.js";
import { forbidden, wayTo } from "../../support/mongo/way-to.js";
import { build } from "../../support/process.js";
import type { Rule } from "../../support/proxy.js";
import { commitOf, putMember, samplesTally } from "../samples.js";

const why = noStandIn === undefined ? "" : ` (${noStandIn})`;
const WORK = { accounts: ["bot"], clients: ["a"] };
const writes = (client: string, key: string) => commitOf({ client, changes: [putMember(key)] });
const forbids: Rule = (direction, data) =>
  direction === "in" && data.includes("killSessions") ? { answer: forbidden(data) } : "pass";
/** Of a transaction, in seconds: what is stopped inside of one holds for ever what it holds. */
const FOR_EVER = 1_000_000;
const SHORT = 3;
/** How long what holds a fence is waited for is half of it. */
const WAITS = { answerMs: 10_000 };

describe.skipIf(noStandIn !== undefined)(`stopped inside of a transaction${why}`, () => {
  let server: StandIn;
  let count = 0;
  beforeAll(build);
  beforeAll(async () => {
    server = await startStandIn(standInPython, { lifetime: FOR_EVER });
  });
  afterAll(() => server.stop());

  type Child = Awaited<ReturnType<typeof startStoppable>>;
  async function withChild(work: (child: Child, database: string) => Promise<void>, on = server) {
    const database = `stopped_${++count}`;
    const child = await startStoppable(database, on.url);
    try {
      await work(child, database);
    } finally {
      await child.close();
    }
  }
  async function withNext(url: string, database: string, work: (next: Store) => Promise<void>) {
    const next = await openMongoStore(databaseUrl(url, database), samplesTally, WAITS);
    try {
      await work(next);
    } finally {
      await next.close();
    }
  }

  test.each([
    ["its first one", []],
    ["a later one", ["a/early"]],
  ])("of %s: who takes over has all at once, and nothing of it counts", (_which, earlier) =>
    withChild(async (child, database) => {
      for (const name of earlier) await child.writes(name);
      await child.stopInside("a/late");
      await withNext(server.url, database, async (next) => {
        expect(await next.own(WORK)).toEqual(WORK);
        expect(await next.commit(writes("a", "new"))).toEqual({ ok: true });
        child.goOn();
        await child.says("refused: STORE_FENCED");
        const there = await next.list("a", "member");
        expect(there.map(({ key }) => key).sort()).toEqual([
          ...earlier.map((name) => name.slice(2)),
          "new",
        ]);
      });
    }),
  );

  test("of one in nobody's name: what it holds is free with the rest", () =>
    withChild(async (child, database) => {
      await child.writes("@system/early");
      const client = new MongoClient(server.url);
      const fences = client.db(database).collection<{ _id: string; token: number }>("fences");
      const own = await fences.findOne({ _id: { $regex: "^process:" } });
      // As it has one while it adds sums up.
      const apart = `${own?._id}:sums`;
      await fences.insertOne({ _id: apart, token: 1 });
      await child.stopInside("@system/both");
      await withNext(server.url, database, async (next) => {
        expect(await next.own(WORK)).toEqual(WORK);
        const left = await fences.find({ _id: { $in: [own?._id ?? "", apart] } }).toArray();
        expect(left).toEqual([]);
        await client.close();
        expect(await next.commit(writes("@system", "both"))).toEqual({ ok: true });
        child.goOn();
        await child.says("refused: STORE_FENCED");
        expect((await next.get("@system", "member", "both"))?.rev).toBe(1);
      });
    }));

  test("who gave its work back is not disturbed: no session of it is ended", async () => {
    const way = await wayTo(server.url);
    let asked = 0;
    way.obey((direction, data) => {
      if (forbids(direction, data) !== "pass") asked++;
      return "pass";
    });
    await withNext(server.url, "given", async (first) => {
      expect(await first.own(WORK)).toEqual(WORK);
      expect(await first.commit(writes("a", "early"))).toEqual({ ok: true });
      await first.sharing?.give(WORK);
      await withNext(way.url, "given", async (next) => {
        expect(await next.own(WORK)).toEqual(WORK);
        expect(await next.commit(writes("a", "early"))).toEqual({ ok: true });
      });
    });
    expect(asked).toBe(0);
    await way.close();
  });

  test("who may not end its session has all the rest meanwhile", () =>
    withChild(async (child, database) => {
      await child.stopInside("a/late");
      const way = await wayTo(server.url);
      way.obey(forbids);
      await withNext(way.url, database, async (next) => {
        const more = { accounts: ["bot"], clients: ["a", "b"] };
        for (let tries = 0; tries < 2; tries++)
          expect(await next.own(more)).toEqual({ accounts: ["bot"], clients: ["b"] });
        expect(await next.commit(writes("b", "new"))).toEqual({ ok: true });
      });
      await way.close();
    }));

  test("who may not end its session takes over when its transaction has taken too long", async () => {
    const strict = await startStandIn(standInPython, { lifetime: SHORT });
    const way = await wayTo(strict.url);
    let asked = 0;
    way.obey((direction, data) => {
      const what = forbids(direction, data);
      if (what !== "pass") asked++;
      return what;
    });
    const story = withChild(async (child, database) => {
      await child.stopInside("a/late");
      await withNext(way.url, database, async (next) => {
        const more = { accounts: ["bot"], clients: ["a", "b"] };
        while ((await next.own(more)).clients.length < 2) {
          // The stand-in looks for what has taken too long whenever it does something else.
          await next.commit(writes("b", "new"));
          await pause(100);
        }
        expect(asked).toBeGreaterThan(0);
        expect(await next.commit(writes("a", "new"))).toEqual({ ok: true });
        child.goOn();
        await child.says("refused: STORE_FENCED");
        expect((await next.list("a", "member")).map(({ key }) => key)).toEqual(["new"]);
      });
    }, strict);
    await story.finally(async () => {
      await way.close();
      await strict.stop();
    });
  });
});
