import { afterEach, expect, test } from "vitest";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { closeCorners, openCorner, poolOf } from "../../support/corner.js";
import { tally } from "../../support/tally.js";

afterEach(closeCorners);

/** A corner that counts how often all groups of a client were listed. */
async function openWatched() {
  let listed = 0;
  const store = await openSqliteStore(":memory:", tally);
  const list: typeof store.list = (client, kind, ...rest) => {
    if (kind === "group") listed += 1;
    return store.list(client, kind, ...rest);
  };
  const sections = { groups: { ...poolOf("corner"), capacity: 20, reserve: 0 } };
  const corner = await openCorner({ brands: [{ sections }], store: { ...store, list } });
  const during = async (work: () => Promise<unknown>): Promise<number> => {
    const before = listed;
    await work();
    return listed - before;
  };
  return { corner, during };
}

test("who comes, goes or is counted where there is room has nobody look at all groups", async () => {
  const { corner, during } = await openWatched();
  await corner.tells("corner", { kind: "counted", count: 10 });
  expect(await during(() => corner.joins("corner", "amy"))).toBe(0);
  expect(await during(() => corner.leaves("corner", "amy"))).toBe(0);
  expect(await during(() => corner.tells("corner", { kind: "counted", count: 11 }))).toBe(0);
});

test("where the group is full it matters which is the next", async () => {
  const { corner, during } = await openWatched();
  const counts = () => corner.tells("corner", { kind: "counted", count: 20 });
  expect(await during(counts)).toBeGreaterThan(0);
  // Of a count that changes nothing, nobody hears.
  expect(await during(counts)).toBe(0);
  expect(await during(() => corner.asks("corner", "bob"))).toBeGreaterThan(0);
});
