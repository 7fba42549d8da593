import { afterEach, describe, expect, test } from "@jest/globals";
import { BOSS, closeTowns, HQ, openTown, type Town } from "../support/town.js";

afterEach(closeTowns);

const withLine = (text: string) =>
  text.replace("typed: { tags: [drink] }", "typed: { tags: [drink], say: hours }");

/** Telegram lets a bot write only to people who wrote to it. */
async function withBoss(town: Town): Promise<Town> {
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner");
  return town;
}
const orders = async ({ store }: Town) =>
  (await store.list("tea-town", "order")).map(({ key, value }) => ({ key, member: value.member }));
const facts = async ({ store }: Town, kind: string) =>
  (await store.facts("tea-town", kind)).map(({ member, data }) => ({ member, ...data }));

test("a member types an order, an operator confirms it, and it counts as the member's", async () => {
  const town = await withBoss(await openTown({ edit: withLine }));
  town.api.say(HQ, 501, "小雨", "小雨｜茉莉青x2｜61元");
  await town.heard("九点", HQ);
  await town.heard("有 1 笔手打的订单等您确认", BOSS);
  expect(await orders(town)).toEqual([]);

  town.api.say(HQ, BOSS, "老板", "/点单");
  const list = await town.heard("1 | 小雨 | 茉莉青x2 | 61.00 | 茶野福利1群", HQ);
  expect(list?.text).toContain("发自 501");
  town.api.say(HQ, BOSS, "老板", "/点单 确认 1");
  await town.heard("已处理：1", HQ);
  expect(await orders(town)).toEqual([{ key: "chat/t1", member: "telegram:501" }]);
  expect(await facts(town, "ordered")).toEqual([
    { member: "telegram:501", order: "chat/t1", amount: 6100, off: 500, margin: 3592 },
  ]);

  town.api.say(HQ, BOSS, "老板", "/点单 确认 1");
  await town.heard("没有等待确认的订单 1", HQ);
  expect(await facts(town, "ordered")).toHaveLength(1);
  expect(town.bugs).toEqual([]);
});

test("a 接龙 list that grows is noted entry by entry, and a changed entry replaces what waits", async () => {
  const town = await openTown();
  const list = (...lines: string[]) => ["#接龙", "周三下午茶", ...lines].join("\n");
  town.api.say(HQ, 501, "小雨", list("1. 小雨 茉莉青x2 36"));
  await town.rest();
  town.api.say(HQ, 502, "阿强", list("1. 小雨 茉莉青x2 36", "2. 阿强 春茶 20"));
  await town.rest();
  town.api.say(HQ, 501, "小雨", list("1. 小雨 茉莉青x3 54", "2. 阿强 春茶 20"));
  await town.rest();
  town.api.say(HQ, BOSS, "老板", "/点单");
  const { text = "" } = (await town.heard("1 | 小雨", HQ)) ?? {};
  expect(text.split("\n").slice(0, -1)).toEqual([
    expect.stringMatching(/^1 \| 小雨 \| 茉莉青x3 \| 54\.00 .*发自 501$/),
    expect.stringMatching(/^2 \| 阿强 \| 春茶 \| 20\.00 .*发自 502$/),
  ]);
  town.api.say(HQ, BOSS, "老板", "/点单 作废 2");
  await town.heard("已处理：2", HQ);
  town.api.say(HQ, 503, "小美", list("1. 小雨 茉莉青x3 54", "2. 阿强 春茶 20"));
  await town.rest();
  const waiting = await town.store.list("tea-town", "typed");
  expect(waiting.map(({ key, value }) => [key, value.state])).toEqual([
    ["1", "waiting"],
    ["2", "dropped"],
  ]);
});

test("a list seen whole for the first time is nobody's until an operator says whose", async () => {
  const town = await openTown();
  town.api.say(HQ, 502, "阿强", "大家好");
  town.api.say(HQ, 501, "小雨", "接龙\n1. 小雨 茉莉青 18\n2. 阿强 春茶 20");
  await town.rest();
  town.api.say(HQ, BOSS, "老板", "/点单 确认 1");
  await town.heard("已处理：1", HQ);
  town.api.say(HQ, BOSS, "老板", "/点单 确认 2 给 999");
  await town.heard("没有成员 999", HQ);
  town.api.say(HQ, BOSS, "老板", "/点单 确认 2，7 给 502");
  await town.heard("已处理：2；没有等待确认的 7", HQ);
  expect(await orders(town)).toEqual([
    { key: "chat/t1", member: undefined },
    { key: "chat/t2", member: "telegram:502" },
  ]);
});

test("an operator notes an order of a member after a look at it", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  town.api.say(HQ, BOSS, "老板", "/记单 501 小雨|茉莉青x2|三十六");
  await town.heard("第 1 行看不懂：小雨|茉莉青x2|三十六", HQ);
  town.api.say(HQ, BOSS, "老板", "/记单 777 小雨|茉莉青x2|36");
  await town.heard("没有成员 777", HQ);
  town.api.say(HQ, BOSS, "老板", "/记单 501 小雨|茉莉青x2|36\n小雨|春茶|25");
  await town.heard("小雨 | 茉莉青x2 | 36.00\n小雨 | 春茶 | 25.00\n归属：501", HQ);
  expect(await orders(town)).toEqual([]);
  town.api.say(HQ, BOSS, "老板", "/确认");
  await town.heard("已记下：chat/c", HQ);
  const noted = await orders(town);
  expect(noted.map(({ member }) => member)).toEqual(["telegram:501", "telegram:501"]);
  expect(await facts(town, "ordered")).toMatchObject([{ amount: 3600 }, { amount: 2500 }]);
});

describe("what is no order", () => {
  test.each([
    ["talk with a bar in it", "今天|明天都可以"],
    ["a numbered list of other things", "1. 我 喜欢 2"],
  ])("%s is talk", async (_name, text) => {
    const town = await openTown();
    town.api.say(HQ, 501, "小雨", text);
    await town.rest();
    expect(await town.store.list("tea-town", "typed")).toEqual([]);
  });

  test("an amount that can't be read is asked for again", async () => {
    const town = await openTown();
    town.api.say(HQ, 501, "小雨", "小雨|茉莉青x2|3六");
    await town.heard("没看清金额", HQ);
    expect(await town.store.list("tea-town", "typed")).toEqual([]);
  });

  test("a flood is noted up to a limit, and the operators hear of it once", async () => {
    const town = await withBoss(await openTown());
    const flood = Array.from({ length: 150 }, (_, n) => `客${n}|茶|${n + 1}`).join("\n");
    for (const user of [501, 502, 503]) town.api.say(HQ, user, `客${user}`, flood);
    await town.rest();
    expect(await town.store.list("tea-town", "typed")).toHaveLength(200);
    expect(town.since(BOSS).filter((text) => text.includes("等您确认"))).toHaveLength(1);
  });
});
