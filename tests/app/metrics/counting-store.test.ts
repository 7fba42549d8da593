import { expect, test } from "vitest";
import { countingStore, type Meter } from "../../../src/app/metrics/counting-store.js";
import { StoreFailure, StoreFenced, UserError } from "../../../src/core/errors.js";
import type { Event } from "../../../src/core/event.js";
import type { NewRow, Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";

const NOW = 1_000_000;
const place = { platform: "telegram", chat: "g1", direct: false };

/** A store that fails as it is told to, and what was heard of it. */
async function open() {
  const heard: string[] = [];
  const meter: Meter = {
    accepted: (account) => heard.push(`accepted ${account}`),
    handled: (client) => heard.push(`handled ${client}`),
    setAside: () => heard.push("set aside"),
    ended: ({ account, client }, state) => heard.push(`${account} ${client} ${state}`),
    away: (isAway) => heard.push(isAway ? "away" : "there"),
  };
  const real = await openSqliteStore(":memory:", tally);
  const failing = new Map<keyof Store, Error>();
  const verbs = Object.entries(real).map(([name, verb]) => [
    name,
    async (...given: unknown[]) => {
      const error = failing.get(name as keyof Store);
      if (error) throw error;
      return verb(...given);
    },
  ]);
  const store = countingStore({ ...Object.fromEntries(verbs), walk: real.walk } as Store, meter);
  return { store, heard, failing, take: () => heard.splice(0) };
}

const event = (id: string): Event =>
  ({
    ...{
      kind: "message",
      messageId: `m${id}`,
      toBot: false,
      id,
      platform: "telegram",
      account: "telegram",
      at: NOW,
      place,
    },
    ...{ person: { user: "7", name: "alice" }, text: "hello" },
  }) as const;
const row = (key: string): NewRow =>
  ({
    ...{ key, account: "telegram", made: NOW, due: NOW, expires: NOW + 9_000, unasked: false },
    ...{ rank: 1, onUncertain: "skip" },
    action: { kind: "send_text", to: place, text: "hi" },
  }) as const;
const nothing = { changes: [], outbox: [], facts: [] };

test("what goes through is told: an event once, how each try to send ended", async () => {
  const { store, take } = await open();
  const [first, second] = await store.accept([event("1"), event("2")], NOW);
  await store.accept([event("1")], NOW);
  expect(take()).toEqual(["accepted telegram", "accepted telegram"]);
  const handles = first?.seq ?? 0;
  await store.commit({ client: "tea", handles, ...nothing, outbox: [row("a")] });
  await store.commit({ client: "tea", ...nothing });
  await store.deadLetter(second?.seq ?? 0, "why");
  expect(take()).toEqual(["handled tea", "set aside"]);

  const claim = async () => {
    const busy: string[] = [];
    const of = { account: "telegram", now: NOW, monotonic: 0, limit: 1, leaseMs: 1_000, busy };
    const [claimed] = await store.claim(of);
    if (!claimed) throw new Error("nothing to claim");
    await store.issue(claimed);
    return claimed;
  };
  const tried = await claim();
  expect(await store.settle(tried, { state: "later", due: NOW }, NOW)).toBe(true);
  const again = await claim();
  expect(await store.settle(tried, { state: "failed", why: "late" }, NOW)).toBe(false);
  expect(take()).toEqual(["telegram tea later"]);
  const sent = { state: "sent", receipt: {} } as const;
  // Whoever was refused above has taken nothing from the one who has it.
  expect(await store.settle(again, sent, NOW)).toBe(true);
  expect(take()).toEqual(["telegram tea sent"]);
});

test("a store is away from its first failure until it can do that again, or anything is written", async () => {
  const { store, failing, take } = await open();
  const full = new StoreFailure("STORE_FULL", { path: "x" });
  const commit = () => store.commit({ client: "tea", ...nothing });
  failing.set("commit", full);
  await expect(commit()).rejects.toBe(full);
  await expect(commit()).rejects.toBe(full);
  expect(take()).toEqual(["away"]);
  // A full disk can be read.
  await store.nextDue({ accounts: [], clients: [] });
  expect(take()).toEqual([]);
  failing.delete("commit");
  await commit();
  expect(take()).toEqual(["there"]);

  failing.set("list", full);
  await expect(store.list("tea", "group")).rejects.toBe(full);
  failing.delete("list");
  await store.list("tea", "group");
  expect(take()).toEqual(["away", "there"]);
  failing.set("list", full);
  await expect(store.list("tea", "group")).rejects.toBe(full);
  await commit();
  expect(take()).toEqual(["away", "there"]);
});

test("neither a mistake nor another process's turn is the store's absence", async () => {
  const { store, failing, take } = await open();
  for (const error of [new Error("bug"), new UserError("X"), new StoreFenced("telegram")]) {
    failing.set("commit", error);
    await expect(store.commit({ client: "tea", ...nothing })).rejects.toBe(error);
  }
  expect(take()).toEqual([]);
});
