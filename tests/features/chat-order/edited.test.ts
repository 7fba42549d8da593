import { afterEach, describe, expect, test } from "vitest";
import { BOSS, closeTowns, HQ, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const xiaoyu = { id: 501, is_bot: false, first_name: "小雨" };

/** Types an order. @returns how it is edited */
async function typed(town: Town, text: string, part: object = {}) {
  const id = town.api.post(HQ, xiaoyu, text, part);
  await town.rest();
  return async (newer: string) => {
    town.api.edit(HQ, xiaoyu, id, newer);
    await town.rest();
  };
}
/** What operators see of what waits, without where and when it was typed. */
async function shown(town: Town): Promise<string[]> {
  town.api.say(HQ, BOSS, "老板", "/点单");
  const { text = "" } = (await town.heard("点单", HQ)) ?? {};
  const lines = text.split("\n").filter((line) => /^\d/.test(line));
  return lines.map((line) => line.replace(/ \| 茶野福利\d群 \S+ \S+/, ""));
}
const boss = async (town: Town, text: string, answer: string) => {
  town.api.say(HQ, BOSS, "老板", text);
  return (await town.heard(answer, HQ))?.text;
};

describe("who changes a message changes the order typed in it", () => {
  // Case c15 of the inputs that went wrong.
  test("which gets a new number, so that nobody confirms what they have not seen", async () => {
    const town = await openTown();
    const edit = await typed(town, "小雨｜茉莉青x2｜36");
    await edit("小雨｜茉莉青x3｜54");
    expect(await shown(town)).toEqual(["2 | 小雨 | 茉莉青x3 | 54.00 | 发自 501"]);
    await boss(town, "/点单 确认 1", "1 没有处理：群里改过了。现在是 2 | 小雨 | 茉莉青x3 | 54.00");
    await boss(town, "/点单 确认 2", "已确认 2 | 小雨 | 茉莉青x3 | 54.00 | 归 501");
    expect(await town.store.list("tea-town", "order")).toHaveLength(1);
    expect(town.bugs).toEqual([]);
  });

  test("an edit that changes nothing of the order changes nothing", async () => {
    const town = await openTown();
    const edit = await typed(town, "小雨｜茉莉青x2｜36");
    await edit("小雨 | 茉莉青 x2 | 36元");
    expect(await shown(town)).toEqual(["1 | 小雨 | 茉莉青x2 | 36.00 | 发自 501"]);
  });

  test("one that was taken back, or can't be read any more, says so", async () => {
    const town = await openTown();
    const edit = await typed(town, "小雨｜茉莉青x2｜36");
    for (const text of ["算了不要了", "小雨｜茉莉青x2｜三十六"]) {
      await edit(text);
      expect(await shown(town)).toEqual([
        "1 | 小雨 | 茉莉青x2 | 36.00 | 发自 501 | 最新的接龙或消息里没有了",
      ]);
    }
    await edit("小雨｜茉莉青x2｜36");
    expect(await shown(town)).toEqual(["1 | 小雨 | 茉莉青x2 | 36.00 | 发自 501"]);
  });

  test("one that was confirmed stays, and what it says now waits beside it", async () => {
    const town = await openTown();
    const edit = await typed(town, "小雨｜茉莉青x2｜36");
    await boss(town, "/点单 确认 1", "已确认 1");
    await edit("小雨｜茉莉青x3｜54");
    expect(await shown(town)).toEqual([
      "2 | 小雨 | 茉莉青x3 | 54.00 | 发自 501 | 同一接龙或消息里同名已确认：1",
    ]);
  });

  test("a message that becomes an order is noted", async () => {
    const town = await openTown();
    const edit = await typed(town, "来两杯茉莉青");
    await edit("小雨｜茉莉青x2｜36");
    expect(await shown(town)).toEqual(["1 | 小雨 | 茉莉青x2 | 36.00 | 发自 501"]);
  });

  test("an entry of a list is changed there, the others stay", async () => {
    const town = await openTown();
    const edit = await typed(town, "#接龙\n周三\n1. 小雨 茉莉青x2 36\n2. 阿强 春茶 20");
    await edit("#接龙\n周四\n1. 小雨 茉莉青x3 54\n2. 阿强 春茶 20");
    expect(await shown(town)).toEqual(["2 | 阿强 | 春茶 | 20.00", "3 | 小雨 | 茉莉青x3 | 54.00"]);
  });

  test("an older post of a list takes back only what it brought, and nothing that changed since", async () => {
    const town = await openTown();
    const edit = await typed(town, "#接龙\n周三\n1. 小雨 茉莉青x2 36\n2. 小美 茶 9");
    const newest = "#接龙\n周三\n1. 小雨 茉莉青x3 54\n2. 小美 茶 9\n3. 阿强 春茶 20";
    town.api.say(HQ, 502, "阿强", newest);
    await town.rest();
    await edit("#接龙\n周三\n1. 小雨 茉莉青x2 36");
    expect(await shown(town)).toEqual([
      "2 | 小美 | 茶 | 9.00 | 最新的接龙或消息里没有了",
      "3 | 小雨 | 茉莉青x3 | 54.00",
      "4 | 阿强 | 春茶 | 20.00",
    ]);
  });

  test("a list's title alone takes nothing out of it", async () => {
    const town = await openTown();
    await typed(town, "#接龙\n周三\n1. 小雨 茉莉青x2 36");
    await typed(town, "#接龙\n周三");
    expect(await shown(town)).toEqual(["1 | 小雨 | 茉莉青x2 | 36.00 | 发自 501"]);
  });

  test("what else is edited is neither answered nor obeyed, nor is what wasn't their own word", async () => {
    const town = await openTown({ owner: `telegram:${BOSS}` });
    const edit = await typed(town, "你们好");
    for (const text of ["有优惠吗", "退订", "算一下 58"]) await edit(text);
    const boss = { id: BOSS, is_bot: false, first_name: "老板" };
    town.api.edit(HQ, boss, town.api.post(HQ, boss, "你们好"), "/暂停");
    const chosen = { id: 88, is_bot: true, first_name: "Music" };
    const viaBot = town.api.post(HQ, xiaoyu, "x", { via_bot: chosen });
    town.api.edit(HQ, xiaoyu, viaBot, "小雨｜茉莉青x2｜36", { via_bot: chosen });
    await town.rest();
    expect(town.since()).toEqual([]);
    expect(await town.store.list("tea-town", "typed")).toEqual([]);
    const member = await town.store.get("tea-town", "member", "telegram:501");
    expect(member?.value.optedOut ?? false).toBe(false);
    expect(town.bugs).toEqual([]);
  });

  // Case c16.
  test("what is typed in full width is read", async () => {
    const town = await openTown();
    await typed(town, "小王｜茉莉青ｘ２｜３６");
    expect(await shown(town)).toEqual(["1 | 小王 | 茉莉青x2 | 36.00 | 发自 501"]);
  });
});
