import { afterEach, expect, test } from "vitest";
import { BOSS, closeTowns, groupId, HQ, HQ2, memberId, openTown } from "../support/town.js";

afterEach(closeTowns);

const HOUR_S = 3_600;

/** A town whose Telegram has the same time. */
async function opened(options: Parameters<typeof openTown>[0] = {}) {
  const town = await openTown(options);
  town.api.tellTimeBy(town.clock.now);
  return town;
}
const people = Array.from({ length: 130 }, (_, n) => ({
  ...{ id: 600 + n, is_bot: false },
  first_name: `m${n}`,
}));
const boss = { id: BOSS, is_bot: false, first_name: "老板" };

// Case c17 of the inputs that went wrong.
test("what was said six hours ago is counted, not answered, and operators hear how many, once", async () => {
  const town = await opened({ owner: memberId(BOSS) });
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner");
  // What came before the outage told what time it is.
  town.api.join(HQ, 599, "小美");
  await town.rest();
  await town.forward(60_000);
  const before = town.since().length;
  const date = Math.floor(town.clock.now() / 1000) - 6 * HOUR_S;
  const words = ["有优惠吗", "小雨｜茉莉青x2｜36", "算一下 58", "退订"];
  people.forEach((from, n) => {
    town.api.post(n % 2 ? HQ : HQ2, from, words[n % 4] ?? "", { date });
  });
  town.api.post(HQ, boss, "/暂停", { date });
  await town.rest();
  expect(town.since().slice(before)).toEqual([]);
  expect(await town.store.list("tea-town", "typed")).toEqual([]);
  const said = await town.store.facts("tea-town", "said");
  expect(new Set(said.map(({ member }) => member)).size).toBe(people.length + 1);
  const members = (await town.store.list("tea-town", "member")).map(({ value }) => value);
  // Whoever wants to be left alone is.
  expect(members.filter(({ optedOut }) => optedOut)).toHaveLength(32);
  expect((await town.store.get("tea-town", "group", groupId(HQ)))?.value.paused).not.toBe(true);

  await town.forward(2 * 60_000);
  const notices = () => town.api.sent.filter(({ text }) => text.includes("131 条消息"));
  expect(notices().map(({ chat_id }) => chat_id)).toEqual([BOSS]);
  await town.forward(10 * 60_000);
  expect(notices()).toHaveLength(1);
  expect(town.bugs).toEqual([]);

  // What is said now is answered.
  const fresh = Math.floor(town.clock.now() / 1000);
  town.api.post(HQ, { id: 900, is_bot: false, first_name: "小雨" }, "有优惠吗", { date: fresh });
  await town.heard("满60减5", HQ);
});

test("what is nearly an hour old is answered", async () => {
  const town = await opened();
  const date = Math.floor(town.clock.now() / 1000) - HOUR_S + 120;
  town.api.post(HQ, { id: 900, is_bot: false, first_name: "小雨" }, "有优惠吗", { date });
  await town.heard("满60减5", HQ);
});
