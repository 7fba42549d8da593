import { afterEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";
import { BOSS, closeTowns, HQ, memberId, openTown, type Town, userId } from "../../support/town.js";

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
  expect(await facts(town, "order_typed")).toEqual([
    { member: memberId(501), n: "1", amount: 6100 },
  ]);

  town.api.say(HQ, BOSS, "老板", "/点单");
  const list = await town.heard("1 | 小雨 | 茉莉青x2 | 61.00 | 茶野福利1群", HQ);
  expect(list?.text).toContain(`发自 ${userId(501)}`);
  town.api.say(HQ, BOSS, "老板", "/点单 确认 1");
  await town.heard(`已确认 1 | 小雨 | 茉莉青x2 | 61.00 | 归 ${userId(501)}`, HQ);
  expect(await orders(town)).toEqual([{ key: "chat/t1", member: memberId(501) }]);
  expect(await facts(town, "ordered")).toEqual([
    { member: memberId(501), order: "chat/t1", amount: 6100, off: 500, margin: 3592 },
  ]);

  town.api.say(HQ, BOSS, "老板", "/点单 确认 1");
  await town.heard("没有等待确认的订单 1", HQ);
  expect(await facts(town, "ordered")).toHaveLength(1);
  expect(town.bugs).toEqual([]);
});

const list = (...lines: string[]) => ["#接龙", "周三下午茶", ...lines].join("\n");
/** What operators see of what waits, without where and when it was typed. */
async function shown(town: Town): Promise<string[]> {
  town.api.say(HQ, BOSS, "老板", "/点单");
  const { text = "" } = (await town.heard("不要：/点单 作废", HQ)) ?? {};
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => line.replace(/ \| 茶野福利\d群 \S+ \S+/, ""));
}

test("a 接龙 list that grows is noted entry by entry", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", list("1. 小雨 茉莉青x2 36"));
  await town.rest();
  town.api.say(HQ, 502, "阿强", list("1. 小雨 茉莉青x2 36", "2. 阿强 春茶 20"));
  await town.rest();
  expect(await shown(town)).toEqual([
    `1 | 小雨 | 茉莉青x2 | 36.00 | 发自 ${userId(501)}`,
    `2 | 阿强 | 春茶 | 20.00 | 发自 ${userId(502)}`,
  ]);
  town.api.say(HQ, BOSS, "老板", "/点单 作废 2");
  await town.heard("已作废 2 | 阿强 | 春茶 | 20.00", HQ);
  town.api.say(HQ, 503, "小美", list("1. 小雨 茉莉青x2 36", "2. 阿强 春茶 20"));
  await town.rest();
  expect(await shown(town)).toEqual([`1 | 小雨 | 茉莉青x2 | 36.00 | 发自 ${userId(501)}`]);
});

test("an entry that changed after the operator saw it is not confirmed under its old number", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", list("1. 小雨 茉莉青x2 36", "2. 阿强 春茶 20"));
  await town.rest();
  town.api.say(HQ, 501, "小雨", list("1. 小雨 茉莉青x2 36", "2. 阿强 春茶 20", "3. 小美 茶 9"));
  await town.rest();
  expect((await shown(town)).at(-1)).toBe(`3 | 小美 | 茶 | 9.00 | 发自 ${userId(501)}`);
  // 小雨's amount is raised by somebody else, and 小美's by who typed it.
  town.api.say(HQ, 502, "阿强", list("1. 小雨 茉莉青x20 360", "2. 阿强 春茶 20", "3. 小美 茶 9"));
  await town.rest();
  town.api.say(HQ, 501, "小雨", list("1. 小雨 茉莉青x20 360", "2. 阿强 春茶 20", "3. 小美 茶 8"));
  await town.rest();
  town.api.say(HQ, BOSS, "老板", "/点单 确认 ，1，2, 3，");
  const said = await town.heard("已确认 2 | 阿强", HQ);
  expect(said?.text.split("\n")).toEqual([
    "已确认 2 | 阿强 | 春茶 | 20.00 | 暂不归属",
    "1 没有处理：群里改过了。现在是 4 | 小雨 | 茉莉青x20 | 360.00，请用新编号",
    "3 没有处理：群里改过了。现在是 5 | 小美 | 茶 | 8.00，请用新编号",
  ]);
  town.api.say(HQ, BOSS, "老板", "/点单 作废 1");
  await town.heard("1 没有处理：群里改过了", HQ);
  expect(await orders(town)).toEqual([{ key: "chat/t2", member: undefined }]);
  expect(await shown(town)).toEqual([
    "4 | 小雨 | 茉莉青x20 | 360.00",
    `5 | 小美 | 茶 | 8.00 | 发自 ${userId(501)}`,
  ]);
  town.api.say(HQ, BOSS, "老板", "/点单 确认 4");
  await town.heard("已确认 4 | 小雨 | 茉莉青x20 | 360.00 | 暂不归属", HQ);
  expect((await orders(town)).map(({ key }) => key)).toEqual(["chat/t2", "chat/t4"]);
  expect(town.bugs).toEqual([]);
});

test("a list that is numbered anew brings back nothing that was confirmed", async () => {
  const town = await openTown();
  town.api.say(
    HQ,
    501,
    "小雨",
    list("1. 小雨 茉莉青 18", "2. 阿强 春茶 20", "3. 小美 茶 9", "4. 小美 茶 9"),
  );
  await town.rest();
  expect(await shown(town)).toHaveLength(4);
  town.api.say(HQ, BOSS, "老板", "/点单 确认 2 3");
  await town.heard("已确认 3", HQ);
  // 小雨 is struck out; everybody moves up, and a new one comes in.
  town.api.say(
    HQ,
    502,
    "阿强",
    list("1. 阿强 春茶 20", "2. 小美 茶 9", "3. 小美 茶 9", "4. 大山 乌龙 15"),
  );
  await town.rest();
  expect(await shown(town)).toEqual([
    "1 | 小雨 | 茉莉青 | 18.00 | 最新的接龙或消息里没有了",
    "4 | 小美 | 茶 | 9.00 | 同一接龙或消息里同名已确认：3",
    `5 | 大山 | 乌龙 | 15.00 | 发自 ${userId(502)}`,
  ]);
  // What was confirmed and is changed comes again, and says so; who was struck out comes back.
  town.api.say(
    HQ,
    502,
    "阿强",
    list(
      "1. 小雨 茉莉青 18",
      "2. 小美 茶 9",
      "3. 小美 茶 9",
      "4. 大山 乌龙 15",
      "5. 阿强 春茶x2 40",
    ),
  );
  await town.rest();
  expect(await shown(town)).toEqual([
    "1 | 小雨 | 茉莉青 | 18.00",
    "4 | 小美 | 茶 | 9.00 | 同一接龙或消息里同名已确认：3",
    `5 | 大山 | 乌龙 | 15.00 | 发自 ${userId(502)}`,
    `6 | 阿强 | 春茶x2 | 40.00 | 发自 ${userId(502)} | 同一接龙或消息里同名已确认：2`,
  ]);
  expect(await orders(town)).toHaveLength(2);
});

test("a list seen whole for the first time is nobody's until an operator says whose", async () => {
  const town = await openTown();
  town.api.say(HQ, 502, "阿强", "大家好");
  town.api.say(HQ, 501, "小雨", "接龙\n1. 小雨 茉莉青 18\n2. 阿强 春茶 20");
  await town.rest();
  town.api.say(HQ, BOSS, "老板", "/点单 确认 1");
  await town.heard("已确认 1 | 小雨 | 茉莉青 | 18.00 | 暂不归属", HQ);
  town.api.say(HQ, BOSS, "老板", `/点单 确认 2 给 ${userId(999)}`);
  await town.heard(`没有成员 ${userId(999)}`, HQ);
  town.api.say(HQ, BOSS, "老板", `/点单 确认 2，7 给 ${userId(502)}`);
  await town.heard(`已确认 2 | 阿强 | 春茶 | 20.00 | 归 ${userId(502)}\n没有等待确认的 7`, HQ);
  expect(await orders(town)).toEqual([
    { key: "chat/t1", member: undefined },
    { key: "chat/t2", member: memberId(502) },
  ]);
});

test("an operator notes an order of a member after a look at it", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  town.api.say(HQ, BOSS, "老板", `/记单 ${userId(501)} 小雨|茉莉青x2|三十六`);
  await town.heard("第 1 行看不懂：小雨|茉莉青x2|三十六", HQ);
  town.api.say(HQ, BOSS, "老板", "/记单 777 小雨|茉莉青x2|36");
  await town.heard("没有成员 777", HQ);
  town.api.say(HQ, BOSS, "老板", `/记单 ${userId(501)} 小雨|茉莉青x2|36\n小雨|春茶|25`);
  await town.heard(`小雨 | 茉莉青x2 | 36.00\n小雨 | 春茶 | 25.00\n归属：${userId(501)}`, HQ);
  expect(await orders(town)).toEqual([]);
  town.api.say(HQ, BOSS, "老板", "/确认");
  await town.heard("已记下：chat/c", HQ);
  const noted = await orders(town);
  expect(noted.map(({ member }) => member)).toEqual([memberId(501), memberId(501)]);
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

  test("a flood is noted up to a limit, and the operators hear of it twice", async () => {
    const town = await withBoss(await openTown());
    const flood = Array.from({ length: 150 }, (_, n) => `客${n}|茶|${n + 1}`).join("\n");
    for (const user of [501, 502, 503]) town.api.say(HQ, user, `客${user}`, flood);
    await town.rest();
    expect(await town.store.list("tea-town", "typed")).toHaveLength(200);
    const told = () => town.since(BOSS).filter((text) => text.includes("等您确认"));
    await town.until("they hear of it", () => told().length > 0);
    expect(told()).toEqual([
      expect.stringContaining("有 100 笔手打的订单等您确认，再多的没有记下"),
    ]);
    await town.forward(11 * 60_000);
    expect(told().slice(1)).toEqual([expect.stringContaining("有 200 笔")]);
    await town.forward(24 * 3_600_000);
    expect(told()).toHaveLength(2);
  });
});

describe("what comes within ten minutes of a notice", () => {
  async function noted() {
    const store = await openSqliteStore(":memory:", tally);
    const town = await withBoss(await openTown({ store: { ...store, close: async () => {} } }));
    town.api.say(HQ, 501, "小雨", "小雨|茉莉青|18");
    await town.heard("有 1 笔手打的订单等您确认", BOSS);
    await town.pass(60_000);
    town.api.say(HQ, 502, "阿强", "阿强|春茶|20");
    await town.rest();
    expect(town.since(BOSS)).toEqual([]);
    return town;
  }

  test("is told when they are over, by the next process too", async () => {
    const town = await noted();
    await town.runtime.stop();
    const later = await openTown({ store: town.store, api: town.api });
    await later.forward(11 * 60_000);
    await later.heard("有 2 笔手打的订单等您确认", BOSS);
    await later.forward(24 * 3_600_000);
    expect(later.since(BOSS).filter((text) => text.includes("等您确认"))).toEqual([]);
    await town.store.close();
  });

  test("is not told when it was dealt with", async () => {
    const town = await noted();
    town.api.say(HQ, BOSS, "老板", "/点单 确认 2");
    await town.heard("已确认 2", HQ);
    await town.forward(11 * 60_000);
    expect(town.since(BOSS)).toEqual([]);
    // The next one is told at once, and after its ten minutes nothing is left to tell.
    town.api.say(HQ, 502, "阿强", "阿强|春茶|20");
    await town.heard("有 2 笔手打的订单等您确认", BOSS);
    await town.forward(11 * 60_000);
    expect(town.since(BOSS)).toEqual([]);
  });
});
