import { afterEach, expect, test } from "vitest";
import { type Corner, closeCorners, DAY, HOUR, openCorner, poolOf } from "../../support/corner.js";

afterEach(closeCorners);

const BOSS = "corner-boss";
const brand = {
  sections: {
    groups: poolOf("corner", ["attic"]),
    schedule: { post: { at: "15:00", pool: "street", say: "post" } },
    promos: { half: { title: "off 2", give: { off: "2.00" }, budget: "90.00" } },
    experiments: {
      more: {
        ...{ design: "switchback", horizon: "28d", primary: "active_rate" },
        arms: { two: {}, three: { "promos.half.give.off": "3.00", "promos.half.title": "off 3" } },
      },
    },
  },
  lines: { post: "a post" },
};
const status = (corner: Corner, group: string, gone: boolean) =>
  corner.tells(group, {
    ...{ kind: "bot_status", status: gone ? "gone" : "admin", title: "", canInvite: !gone },
  });

/** Forty people in each of three groups; the bot is removed from the second. */
async function open() {
  const corner = await openCorner({ brands: [brand] });
  for (const group of ["corner", "corner-2", "attic"])
    await corner.tells(group, { kind: "counted", count: 41 });
  await status(corner, "corner-2", true);
  corner.heard(BOSS);
  return corner;
}
const opened = async (corner: Corner, day: string) =>
  (await corner.facts("day_opened"))
    .filter((fact) => fact.day === day)
    .map(({ group, data }) => [group, data?.members]);

test("a new day counts the members of no group that the bot was removed from, until it is back", async () => {
  const corner = await open();
  await corner.forward(DAY);
  expect(await opened(corner, "2026-11-25")).toEqual([
    ["sandbox:attic", 40],
    ["sandbox:corner", 40],
  ]);
  await status(corner, "corner-2", false);
  await corner.forward(DAY);
  expect(await opened(corner, "2026-11-26")).toEqual([
    ["sandbox:attic", 40],
    ["sandbox:corner", 40],
    ["sandbox:corner-2", 40],
  ]);
});

test("a released group is not counted either", async () => {
  const corner = await open();
  await corner.says("attic", BOSS, "/unbind");
  await corner.says("attic", BOSS, "/yes");
  await corner.forward(DAY);
  expect(await opened(corner, "2026-11-25")).toEqual([["sandbox:corner", 40]]);
});

test("the platform is asked for the counts of the other groups alone", async () => {
  const corner = await open();
  await corner.runtime.reconcile();
  await corner.runtime.pump();
  const taken = async (group: string) => (await corner.group(group))?.taken;
  // In the sandbox only the bot is there.
  expect(await taken("corner")).toBe(1);
  expect(await taken("attic")).toBe(1);
  expect(await taken("corner-2")).toBe(41);
  await status(corner, "corner-2", false);
  await corner.runtime.reconcile();
  await corner.runtime.pump();
  expect(await taken("corner-2")).toBe(1);
});

test("no post is sent there, and none is said to have been", async () => {
  const corner = await open();
  await corner.forward(5 * HOUR);
  const said = (await corner.facts("said_line")).map(({ group }) => group);
  expect(said.sort()).toEqual(["sandbox:attic", "sandbox:corner"]);
  expect(corner.heard("corner-2")).toEqual([]);
});

test("nobody is sent on to it", async () => {
  const corner = await open();
  await corner.tells("corner", { kind: "counted", count: 198 });
  await corner.asks("corner", "amy");
  expect(corner.heard("amy")).toEqual([expect.stringContaining("Please join street 3")]);
  expect(corner.bugs).toEqual([]);
});

test("an experiment does without it, however well it was counted before", async () => {
  const corner = await open();
  await status(corner, "corner-2", false);
  await corner.forward(8 * DAY);
  await status(corner, "corner-2", true);
  corner.heard("corner");
  await corner.says("corner", BOSS, "/experiment start more");
  await corner.says("corner", BOSS, "/yes");
  const [run] = await corner.store.list("corner", "experiment");
  expect(run?.value.running.sets.flat().sort()).toEqual(["sandbox:attic", "sandbox:corner"]);
});

test("an experiment that is left with one group does not start", async () => {
  const corner = await open();
  await status(corner, "corner-2", false);
  await corner.forward(8 * DAY);
  for (const group of ["attic", "corner-2"]) await status(corner, group, true);
  corner.heard("corner");
  await corner.says("corner", BOSS, "/experiment start more");
  await corner.says("corner", BOSS, "/yes");
  expect(await corner.store.list("corner", "experiment")).toEqual([]);
  expect(corner.bugs).toEqual([]);
});

test("where nobody asks for a seat the bot lacks no right, and its group is one of the pool's", async () => {
  const corner = await openCorner({ brands: [brand] });
  await corner.tells("corner", { kind: "counted", count: 41 });
  corner.heard(BOSS);
  await corner.tells("corner", { kind: "bot_status", status: "gone", title: "" });
  expect(corner.heard(BOSS)).toHaveLength(1);
  await corner.tells("corner", { kind: "bot_status", status: "member", title: "" });
  expect(corner.heard(BOSS)).toEqual([]);
  const group = await corner.group("corner");
  expect([group?.gone, group?.admin]).toEqual([false, undefined]);
});
