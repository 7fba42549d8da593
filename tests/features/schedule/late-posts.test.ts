import { afterEach, expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import { forgettable } from "../../../src/engine/retention.js";
import { closeCorners, DAY, HOUR, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const SLOT = Date.parse("2026-11-24T14:30:00+08:00");
const brand = {
  sections: { schedule: { tea: { at: "14:30", pool: "street", say: "tea" } } },
  lines: { tea: "tea time" },
};

/** The bot is stopped before the slot, and another process takes over so long after it. */
async function restarted(lateMs: number) {
  const before = await openCorner({ brands: [brand] });
  await before.runtime.stop();
  return openCorner({ brands: [brand], store: before.store, at: SLOT + lateMs });
}

test.each([
  ["a second", 1_000],
  ["a millisecond under an hour", HOUR - 1],
  ["an hour", HOUR],
])("a post that was missed by %s is made up for, once in every group", async (_late, lateMs) => {
  const corner = await restarted(lateMs);
  expect(corner.heard("corner")).toEqual(["tea time"]);
  expect(corner.heard("corner-2")).toEqual(["tea time"]);
  await corner.forward(SLOT + DAY - 1 - corner.clock.now());
  expect(corner.heard("corner")).toEqual([]);
  await corner.forward(1);
  expect(corner.heard("corner")).toEqual(["tea time"]);
});

test.each([
  ["a millisecond over an hour", HOUR + 1],
  ["most of a day", 23 * HOUR],
])("a post that was missed by %s is left out, and the next comes", async (_late, lateMs) => {
  const corner = await restarted(lateMs);
  await corner.forward(SLOT + DAY - 1 - corner.clock.now());
  expect(corner.heard("corner")).toEqual([]);
  await corner.forward(1);
  expect(corner.heard("corner")).toEqual(["tea time"]);
  expect(corner.heard("corner-2")).toEqual(["tea time"]);
});

test("a post that was sent before the bot stopped is not sent again", async () => {
  const before = await openCorner({ brands: [brand] });
  await before.forward(SLOT - before.clock.now());
  expect(before.heard("corner")).toEqual(["tea time"]);
  await before.runtime.stop();
  const { store } = before;
  const corner = await openCorner({ brands: [brand], store, at: SLOT + HOUR / 2 });
  expect(corner.heard("corner")).toEqual([]);
});

test("of the posts of two days that were missed the one that is fresh is made up for", async () => {
  const before = await openCorner({ brands: [brand] });
  await before.runtime.stop();
  const { store } = before;
  const corner = await openCorner({ brands: [brand], store, at: SLOT + DAY + HOUR / 2 });
  expect(corner.heard("corner")).toEqual(["tea time"]);
  expect((await corner.facts("said_line")).map(({ at }) => at)).toEqual(
    ["corner", "corner-2"].map(() => corner.clock.now()),
  );
  await corner.forward(DAY - HOUR / 2 - 1);
  expect(corner.heard("corner")).toEqual([]);
  expect(corner.bugs).toEqual([]);
});

test("that a post was sent is known for a month, and then forgotten", async () => {
  const corner = await openCorner({ brands: [brand] });
  await corner.forward(SLOT - corner.clock.now());
  const sent = () => corner.store.counter("corner", `schedule:tea:${SLOT}:sandbox:corner`);
  for (const [days, known] of [
    [30, 1],
    [31, 0],
  ] as const) {
    await corner.store.prune(forgettable(SLOT + days * DAY, features));
    expect([days, await sent()]).toEqual([days, known]);
  }
});

test("a post that was paused when the bot stopped is not made up for", async () => {
  const before = await openCorner({ brands: [brand] });
  await before.says("corner", "corner-boss", "/schedule pause tea");
  await before.runtime.stop();
  const { store } = before;
  const corner = await openCorner({ brands: [brand], store, at: SLOT + 1_000 });
  expect(corner.heard("corner")).toEqual([]);
});
