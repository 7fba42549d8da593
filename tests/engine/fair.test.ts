import { expect, test } from "vitest";
import { createManualClock } from "../../src/core/time/clock.js";
import { createDueWork } from "../../src/engine/due.js";
import type { Deps, Due, Feature } from "../../src/engine/feature.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { commitOf, NOW, putMember } from "../store/samples.js";
import { tally } from "../support/tally.js";

/** Due work over a store in which records are members; some of them can't be done. */
async function openWork(broken: (due: Due) => boolean) {
  const store = await openSqliteStore(":memory:", tally);
  const clock = createManualClock(NOW);
  const done: string[] = [];
  const member = async (_deps: Deps, due: Due<"member">) => {
    if (broken(due)) throw new Error("a bug");
    done.push(`${due.client}/${due.key}`);
    const { key, value, rev } = due;
    const changes = [{ op: "put", kind: "member", key, value, rev } as const];
    await store.commit(commitOf({ client: due.client, changes }));
  };
  const features: readonly Feature[] = [{ name: "members", due: { member } }];
  const owned = () => ({ accounts: [], clients: ["a", "b"] });
  let stuck = 0;
  const deps = { store, clock, features, owned } as unknown as Deps;
  const work = createDueWork(deps, () => void stuck++);
  const put = (client: string, keys: readonly string[], due: number) => {
    const changes = keys.map((key) => putMember(key, { due }));
    return store.commit(commitOf({ client, changes }));
  };
  return { work, store, clock, put, done, stuck: () => stuck };
}
const names = (of: string, n: number) =>
  Array.from({ length: n }, (_, at) => `${of}${String(at).padStart(3, "0")}`);

test("500 stuck records of one client keep neither another's nor its own waiting", async () => {
  const { work, clock, put, done, stuck } = await openWork(({ key }) => key.startsWith("bad"));
  await put("a", names("bad", 500), NOW - 9);
  await put("a", ["good"], NOW);
  await put("b", ["mine"], NOW);
  await work.runDue();
  expect(done).toEqual(["b/mine"]);
  expect(stuck()).toBe(500);
  await work.runDue();
  expect(done).toEqual(["b/mine", "a/good"]);
  expect(await work.runDue()).toBe(0);
  clock.set(NOW + 59_999);
  expect(await work.runDue()).toBe(0);
  clock.set(NOW + 60_000);
  expect(await work.runDue()).toBe(500);
});

test("a client with much to do leaves every other turn to another", async () => {
  const { work, put, done } = await openWork(() => false);
  await put("a", names("m", 300), NOW - 9);
  await put("b", ["one", "two"], NOW);
  await work.runDue();
  expect(done.slice(0, 4)).toEqual(["a/m000", "b/one", "a/m001", "b/two"]);
});
