import { expect, test } from "vitest";
import { commitWithRetry } from "../../src/engine/commit-with-retry.js";
import type { Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { commitOf, member, putMember } from "../store/samples.js";
import { tally } from "../support/tally.js";

const open = () => openSqliteStore(":memory:", tally);
const sign = (name: string) => async (store: Store) => {
  const known = await store.get("a", "member", "m");
  const value = member(`${known?.value.name ?? ""}${name}`);
  return commitOf({ changes: [putMember("m", { value, rev: known?.rev ?? 0 })] });
};

test("200 decisions on one record at the same moment all get through", async () => {
  const store = await open();
  const names = Array.from({ length: 200 }, (_, n) => `${n},`);
  await Promise.all(names.map((name) => commitWithRetry(store, () => sign(name)(store))));
  const signed = (await store.get("a", "member", "m"))?.value.name.split(",") ?? [];
  expect(
    signed
      .filter(Boolean)
      .map(Number)
      .sort((x, y) => x - y),
  ).toEqual(names.map((_, n) => n));
});

test("who finds twenty counters at their limit, one after the other, gets through without them", async () => {
  const store = await open();
  const counters = Array.from({ length: 20 }, (_, n) => `budget${n}`);
  await commitWithRetry(store, async (spent) => {
    const left = counters.filter((counter) => !spent.has(counter));
    const changes = left.map((counter) => ({ op: "add", counter, by: 1, limit: 0 }) as const);
    return commitOf({ changes: [...changes, putMember("m")] });
  });
  expect(await store.get("a", "member", "m")).toBeDefined();
});

test("a decision that is wrong about a record, or spends what it was told is spent, is given up as a bug", async () => {
  const store = await open();
  await store.commit(commitOf({ changes: [putMember("m")] }));
  const wrong = async () => commitOf({ changes: [putMember("m", { rev: 7 })] });
  await expect(commitWithRetry(store, wrong)).rejects.toThrow(/nothing has changed: stale m 1/);
  const add = { op: "add", counter: "budget", by: 1, limit: 0 } as const;
  const deaf = async () => commitOf({ changes: [add] });
  await expect(commitWithRetry(store, deaf)).rejects.toThrow(/nothing has changed: limit budget/);
});
