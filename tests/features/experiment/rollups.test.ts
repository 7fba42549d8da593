import { afterEach, expect, test } from "vitest";
import { closeTowns, groupId, HQ, HQ2, memberId, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const group = groupId(HQ);
const TODAY = "2026-11-24";

async function sums({ store }: Town, day = TODAY, of = group) {
  const [row] = await store.rollups("tea-town", { from: day, to: day, group: of });
  return row?.sums;
}

/** The rollups are what the facts add up to. */
async function proven({ store, bugs }: Town) {
  const { different, first } = await store.rebuildRollups("tea-town", { check: true });
  expect({ different, first, bugs }).toEqual({ different: 0, first: [], bugs: [] });
}

let notices = 0;
/** A notice of the shop about an order of 501. */
async function notice(town: Town, over: object) {
  const { clock, runtime } = town;
  const at = clock.now();
  const place = { platform: "shop", chat: "tea-town/shop", direct: false };
  const order = {
    ...{ source: "shop", id: "9", state: "paid", currency: "CNY", amount: 6_100, refunds: [] },
    ...{ modifiedAt: at, paidAt: at, ids: { platforms: [memberId(501)] } },
    ...over,
  };
  await runtime.receive([
    {
      ...{ kind: "order", id: `n${++notices}`, platform: "shop", account: "shop:tea-town", at },
      ...{ place, client: "tea-town", notice: { kind: "order", order } },
    },
  ]);
  await town.rest();
}

test("a day of a group: who came, spoke, answered, complained and left", async () => {
  const town = await openTown();
  town.api.join(HQ, 501, "小雨");
  town.api.join(HQ, 502, "老王");
  town.api.say(HQ, 501, "小雨", "大家好");
  town.api.say(HQ, 501, "小雨", "今天好冷");
  town.api.say(HQ, 503, "阿明", "来了来了");
  await town.rest();
  expect(await sums(town)).toMatchObject({ joins: 2, messages: 3, active: 2 });

  // What is said in private is not said in the group.
  town.api.say(501, 501, "小雨", "有优惠吗", true);
  town.api.say(HQ, 503, "阿明", "退订");
  town.api.say(HQ, 503, "阿明", "退订");
  town.api.leave(HQ, 502, "老王");
  await town.rest();
  expect(await sums(town)).toMatchObject({ messages: 5, active: 2, complaints: 1, leaves: 1 });

  // The next day they are counted anew.
  await town.forward(24 * HOUR);
  town.api.say(HQ, 501, "小雨", "早");
  await town.rest();
  expect(await sums(town, "2026-11-25")).toMatchObject({ messages: 1, active: 1 });
  await proven(town);
});

test("who speaks within half an hour of a line that nobody asked for answers it, once", async () => {
  const edit = (text: string) =>
    text.replace("schedule:\n", 'schedule:\n  noon: { at: "12:00", pool: welfare, say: offer }\n');
  const town = await openTown({ edit });
  town.api.say(HQ, 501, "小雨", "大家好");
  town.api.say(HQ2, 503, "阿明", "大家好");
  await town.rest();
  await town.forward(2 * HOUR + MINUTE);
  await town.heard("优惠", HQ);
  town.api.say(HQ, 501, "小雨", "谢谢");
  town.api.say(HQ, 501, "小雨", "记下了");
  town.api.say(HQ, 502, "老王", "好的");
  await town.rest();
  await town.forward(31 * MINUTE);
  town.api.say(HQ, 504, "阿珍", "有点晚了");
  await town.rest();
  expect(await sums(town)).toMatchObject({ messages: 5, active: 3, replies: 2 });
  expect((await sums(town, TODAY, groupId(HQ2)))?.replies).toBeUndefined();
  await proven(town);
});

test("a line said to one member is answered by that member, not by whoever happens to speak", async () => {
  const town = await openTown();
  town.api.say(HQ, 502, "老王", "早");
  town.api.join(HQ, 501, "小雨");
  await town.rest();
  await town.forward(31 * MINUTE);
  await town.heard("茉莉青", HQ);
  town.api.say(HQ, 502, "老王", "今天好冷");
  await town.rest();
  expect((await sums(town))?.replies).toBeUndefined();
  town.api.say(HQ, 501, "小雨", "来一杯");
  // What was said to her here is no line of another group's.
  town.api.say(HQ2, 501, "小雨", "这边也有人吗");
  await town.rest();
  expect(await sums(town)).toMatchObject({ messages: 3, active: 2, replies: 1 });
  expect((await sums(town, TODAY, groupId(HQ2)))?.replies).toBeUndefined();
  await proven(town);
});

test("a message that is held back can be answered once it has left, not before", async () => {
  const town = await openTown();
  const replies = async () => (await sums(town))?.replies ?? 0;
  for (const text of ["三点上新", "四点打折"]) {
    town.api.say(HQ2, 10001, "老板", `/发言 all ${text}`);
    await town.heard("将发到 2 个群", HQ2);
    town.api.say(HQ2, 10001, "老板", "/确认");
    await town.heard("已交付", HQ2);
  }
  await town.heard("三点上新", HQ);
  await town.forward(40 * MINUTE);
  town.api.say(HQ, 502, "老王", "早");
  await town.rest();
  expect(town.since(HQ)).not.toContain("四点打折");
  expect(await replies()).toBe(0);
  await town.forward(HOUR);
  await town.heard("四点打折", HQ);
  town.api.say(HQ, 502, "老王", "来了");
  await town.rest();
  expect(await replies()).toBe(1);
  await proven(town);
});

test("an order counts for the group that was home and the day it was paid, refunds too", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  // The notice of yesterday's payment comes today; the member then moves to another group.
  const paidAt = town.clock.now() - 24 * HOUR;
  await notice(town, { paidAt });
  expect(await sums(town, "2026-11-23")).toEqual({
    ...{ orders: 1, revenue: 6_100, costs: 500 },
    // What 62 % of the list price of 66.00 leaves when 5.00 came off.
    margin: 3_592,
  });
  town.api.say(HQ2, 501, "小雨", "换个群");
  await town.rest();

  const refund = (id: string, amount: number) => ({ id, amount, at: town.clock.now() });
  await town.forward(MINUTE);
  const part = { paidAt, refunds: [refund("r1", 1_000)] };
  await notice(town, part);
  await notice(town, part);
  expect(await sums(town, "2026-11-23")).toMatchObject({ orders: 1, revenue: 5_100 });

  await town.forward(MINUTE);
  await notice(town, { paidAt, refunds: [refund("r2", 5_100)] });
  expect(await sums(town, "2026-11-23")).toEqual({
    ...{ orders: 0, revenue: 0, costs: 0, margin: 0 },
  });
  expect((await sums(town))?.revenue).toBeUndefined();
  expect((await sums(town, TODAY, groupId(HQ2)))?.revenue).toBeUndefined();
  await proven(town);
});

test("a cancelled order counts for nothing until it is taken up again, at its new price", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  await notice(town, { id: "1", state: "placed", paidAt: undefined });
  expect((await sums(town))?.orders).toBeUndefined();
  await town.forward(MINUTE);
  await notice(town, { id: "1" });
  expect(await sums(town)).toMatchObject({ orders: 1, revenue: 6_100 });
  await town.forward(MINUTE);
  await notice(town, { id: "1", state: "cancelled" });
  expect(await sums(town)).toMatchObject({ orders: 0, revenue: 0 });
  await town.forward(MINUTE);
  await notice(town, { id: "1", amount: 5_900 });
  expect(await sums(town)).toMatchObject({ orders: 1, revenue: 5_900 });
  await proven(town);
});

test("an order in another currency counts as an order, its sum doesn't", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  await notice(town, { id: "2", currency: "USD" });
  expect(await sums(town)).toMatchObject({ orders: 1 });
  expect((await sums(town))?.revenue).toBeUndefined();
  await town.forward(MINUTE);
  const refunds = [{ id: "r1", amount: 6_100, at: town.clock.now() }];
  await notice(town, { id: "2", currency: "USD", refunds });
  expect(await sums(town)).toMatchObject({ orders: 0, revenue: 0 });
  await proven(town);
});

test("a margin that the playbook states is counted of the list price, and shrinks with a refund", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  await notice(town, { id: "3" });
  // 66.00 on the tag, of which 38 % are the goods' cost: 25.08.
  expect(await sums(town)).toMatchObject({ revenue: 6_100, costs: 500, margin: 3_592 });
  await town.forward(MINUTE);
  const refunds = [{ id: "r1", amount: 3_050, at: town.clock.now() }];
  await notice(town, { id: "3", refunds });
  expect(await sums(town)).toMatchObject({ revenue: 3_050, margin: 1_796 });
  await proven(town);
});
