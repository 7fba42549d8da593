import { afterEach, expect, test } from "vitest";
import { closeTowns, groupId, HQ, openTown, type Town } from "../support/town.js";

afterEach(closeTowns);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SLUMP = Date.parse("2026-11-24T14:30:00+08:00");

test.each([
  ["a day forward and back", [DAY, -DAY]],
  ["an hour back", [-HOUR]],
  ["a day back and forward", [-DAY, DAY]],
])("%s, a group is answered as before", async (_name, jumps) => {
  const town = await openTown();
  const ask = async (user: number) => {
    const heard = town.api.sent.length;
    town.api.say(HQ, user, `客${user}`, "有优惠吗");
    await town.until("an answer", () => town.api.sent.length > heard);
  };
  await ask(501);
  for (const [n, by] of jumps.entries()) {
    town.jump(by);
    await ask(502 + n);
  }
});

test("the first answer after the clock is put back waits no longer than any other", async () => {
  const town = await openTown();
  const decided = async () =>
    (await town.store.get("tea-town", "group", groupId(HQ)))?.value.answered ??
    Number.POSITIVE_INFINITY;
  const ask = (user: number) => town.api.say(HQ, user, `客${user}`, "有优惠吗");
  ask(501);
  await town.until(
    "the first is decided",
    async () => (await decided()) < Number.POSITIVE_INFINITY,
  );
  const before = await decided();
  town.jump(-3 * HOUR);
  ask(502);
  await town.until("the second is decided", async () => (await decided()) < before);
  // A pause is six seconds at most; three of them are the longest that a whole line may take.
  expect((await decided()) - town.now()).toBeLessThanOrEqual(6_000);
});

test("what was decided under a clock that ran ahead leaves when that is put right", async () => {
  const town = await openTown();
  town.jump(DAY);
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.until("it is decided", async () => (await town.store.counts()).waiting > 0);
  const { sent } = town.api;
  expect(sent).toEqual([]);
  town.jump(-DAY);
  await town.until("it has left", () => sent.length === 1);
});

test("a reply that cools down under a clock that ran ahead cools no longer than it says", async () => {
  const town = await openTown();
  const hours = () => town.api.sent.filter(({ text }) => text.includes("九点开门")).length;
  town.jump(DAY);
  town.api.say(HQ, 501, "小雨", "几点开门");
  await town.until("the first", () => hours() === 1);
  town.jump(-DAY);
  // The cooldown of the playbook is a minute.
  town.api.say(HQ, 502, "阿明", "几点开门");
  await town.pass(70_000);
  town.api.say(HQ, 503, "阿花", "几点开门");
  await town.until("another", () => hours() > 1);
});

const slump = async (town: Town) =>
  (await town.store.facts("tea-town"))
    .filter(({ kind, data, group }) => kind === "said_line" && data?.unasked && group)
    .map(({ group, at }) => [group, new Date(at + 8 * HOUR).toISOString().slice(8, 16)]);

test("an hour back, a scheduled text isn't repeated, and tomorrow's comes", async () => {
  const town = await openTown({ at: SLUMP - 60_000 });
  await town.forward(120_000);
  const first = await slump(town);
  expect(first.length).toBeGreaterThan(0);
  town.jump(-HOUR);
  await town.forward(2 * HOUR);
  expect(await slump(town)).toEqual(first);
  await town.forward(DAY);
  expect((await slump(town)).length).toBe(2 * first.length);
});

test("a day forward and back, the day's scheduled text comes at its time", async () => {
  const town = await openTown({ at: SLUMP - 2 * HOUR });
  town.jump(DAY);
  await town.pass(5_000);
  town.jump(-DAY);
  await town.pass(1_000);
  await town.forward(3 * HOUR);
  expect((await slump(town)).map(([, at]) => at)).toContain("24T14:30");
});
