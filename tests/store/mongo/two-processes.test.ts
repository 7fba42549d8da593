import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
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

const why = noMongo === undefined ? "" : ` (${noMongo})`;
const fenced = (who: string) => ({ code: "STORE_FENCED", params: { who } });

describe.skipIf(noMongo !== undefined)(`two processes on one database${why}`, () => {
  const all = databases();
  let name = "";
  let first: Store;
  let second: Store;
  beforeEach(async () => {
    name = await all.take();
    const url = databaseUrl(serverUrl, name);
    first = await openMongoStore(url, samplesTally, PATIENT);
    second = await openMongoStore(url, samplesTally, PATIENT);
  });
  afterEach(async () => {
    await first.close();
    await second.close();
    all.giveBack(name);
  });
  afterAll(() => all.close());

  test("who has lost its accounts writes nothing for them any more, whatever it wants to write", async () => {
    await first.own(OURS);
    const [one, two] = await first.accept([message("1"), message("2")], NOW);
    await first.commit(commitOf({ outbox: [row("r"), row("s", "g2")] }));
    const [claimed] = await first.claim(claimOf({ limit: 1 }));
    if (!one || !two || !claimed) throw new Error("nothing was accepted or claimed");
    await second.own(OURS);
    const changes = [putMember("m")];
    const refused = [
      first.commit(commitOf({ handles: one.seq, changes })),
      first.commit(commitOf({ changes })),
      first.accept([message("3")], NOW),
      first.deadLetter(two.seq, "bug"),
      first.issue(claimed),
      first.settle(claimed, { state: "sent", receipt: {} }, NOW),
      first.claim(claimOf()),
      first.enter("bot", { at: NOW, kind: "read", for: "nobody", client: "a" }),
      first.recover(OURS),
    ];
    for (const each of await Promise.allSettled(refused)) {
      expect(each).toMatchObject({ status: "rejected", reason: expect.any(StoreFenced) });
    }
    await expect(refused[0]).rejects.toMatchObject(fenced("account:bot"));
    await expect(refused[1]).rejects.toMatchObject(fenced("client:a"));
    expect(await second.unhandled(OURS)).toEqual([one, two]);
    expect(await second.get("a", "member", "m")).toBeUndefined();
    expect(await second.ledger("bot", 0)).toEqual([]);
    expect(await second.recover(OURS)).toBe(1);
    expect(keys(await second.claim(claimOf()))).toEqual(["r", "s"]);
    expect(await second.commit(commitOf({ handles: one.seq, changes }))).toEqual({ ok: true });
  });

  test("what neither has taken both may write, and one takes what is the other's only by name", async () => {
    await first.own({ accounts: ["bot"], clients: ["a"] });
    await second.own({ accounts: ["other"], clients: ["b"] });
    await first.own({ accounts: ["bot"], clients: ["a"] });
    const of = (client: string) => commitOf({ client, changes: [putMember("m")] });
    for (const store of [first, second])
      expect(await store.commit(of("@system"))).toEqual({ ok: true });
    expect(await first.commit(of("a"))).toEqual({ ok: true });
    expect(await second.commit(of("b"))).toEqual({ ok: true });
    expect(await second.get("@system", "member", "m")).toMatchObject({ rev: 2 });
  });

  test("100 that want what is left for 50, half of them each: 50 have it", async () => {
    const one = (n: number) =>
      commitOf({
        changes: [
          { op: "add", counter: "seats", by: 1, limit: 50 },
          putMember(`m${n}`, { rev: 0 }),
        ],
        facts: [{ kind: "seated", at: NOW, group: "g", day: "2026-11-24" }],
      });
    const half = (store: Store, from: number) =>
      Array.from({ length: 50 }, (_none, n) => store.commit(one(from + n)));
    const results = await Promise.all([...half(first, 0), ...half(second, 50)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(50);
    const refused = results.filter(({ ok }) => !ok);
    expect(new Set(refused.map((result) => JSON.stringify(result)))).toEqual(
      new Set([JSON.stringify({ ok: false, why: "limit", key: "seats" })]),
    );
    expect(await first.counter("a", "seats")).toBe(50);
    expect(await first.list("a", "member")).toHaveLength(50);
    expect(await second.facts("a")).toHaveLength(50);
    const range = { from: "2026-11-24", to: "2026-11-24" };
    expect(await second.rollups("a", range)).toMatchObject([{ sums: { seated: 50 } }]);
  });

  test("one record by both: each change is upon the one before it, none is lost", async () => {
    const raise = async (store: Store): Promise<void> => {
      for (;;) {
        const found = await store.get("a", "member", "m");
        const name = `${Number(found?.value.name ?? 0) + 1}`;
        const value = member(name);
        const put = putMember("m", { rev: found?.rev ?? 0, value });
        if ((await store.commit(commitOf({ changes: [put] }))).ok) return;
      }
    };
    const both = Array.from({ length: 5 }, () => [raise(first), raise(second)]);
    await Promise.all(both.flat());
    expect((await first.get("a", "member", "m"))?.value.name).toBe("10");
  });

  test("one event told to both is new to one, and its numbers rise when it has a new owner", async () => {
    await first.own(OURS);
    const batch = Array.from({ length: 20 }, (_none, n) => message(`${n}`, { account: "hook" }));
    const both = await Promise.all([first.accept(batch, NOW), second.accept(batch, NOW)]);
    expect(both.flat().map(({ event }) => event.id)).toHaveLength(20);
    const [early] = await first.accept([message("early")], NOW);
    await second.own(OURS);
    const [late] = await second.accept([message("late")], NOW);
    expect(late?.seq).toBeGreaterThan(early?.seq ?? 0);
    const found = await second.unhandled(OURS);
    expect(found.map(({ event }) => event.id)).toEqual(["early", "late"]);
  });
});
