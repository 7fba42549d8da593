import { afterEach, describe, expect, test } from "vitest";
import { closeCorners, DAY, HOUR } from "../../support/corner.js";
import { ask, BOSS, balance, entries, gives, ledger, openPoints, pays } from "./points-corner.js";

afterEach(closeCorners);

describe("asking", () => {
  test("what one has, and how it came", async () => {
    const corner = await openPoints();
    expect(await ask(corner, "amy", "我的积分")).toBe("您有 0 积分");
    expect(await ask(corner, "amy", "积分明细")).toBe("还没有积分记录");
    await ask(corner, "amy", "签到");
    await gives(corner, "amy", 30);
    await ask(corner, "amy", "兑换 cup");
    expect(await ask(corner, "amy", "我的積分？")).toBe("您有 25 积分");
    expect((await ask(corner, "amy", "积分明细")).split("\n")).toEqual([
      "最近的积分：",
      expect.stringMatching(/^2026\/11\/24 -10 兑换 cup（TT\w+）$/),
      "2026/11/24 +30 补发",
      "2026/11/24 +5 签到",
    ]);
  });

  test("the five newest entries are told, the newest first", async () => {
    const corner = await openPoints();
    for (let n = 1; n <= 7; n++) await gives(corner, "amy", n);
    const told = await ask(corner, "amy", "积分明细");
    expect(told.match(/\+\d/g)).toEqual(["+7", "+6", "+5", "+4", "+3"]);
  });

  test("English where the playbook speaks it", async () => {
    const corner = await openPoints({ locale: "en" });
    expect(await ask(corner, "amy", "check in")).toBe(
      "Checked in: +5 points, 1 day in a row. You have 5 points",
    );
    expect(await ask(corner, "amy", "My points?")).toBe("You have 5 points");
    expect(await ask(corner, "amy", "points history")).toBe(
      "The newest entries:\n11/24/26 +5 check-in",
    );
    expect(await ask(corner, "amy", "leaderboard")).toBe("Points in this group\n1. amy 5");
    expect(await ask(corner, "amy", "redeem cup")).toBe("cup costs 10 points, you have 5");
  });

  test("more than ten times in ten minutes is not answered, checking in always is", async () => {
    const corner = await openPoints();
    for (let n = 0; n < 10; n++) {
      expect(await ask(corner, "amy", "我的积分")).toBe("您有 0 积分");
      // The same question gets the same answer once a minute.
      expect(await ask(corner, "amy", "我的积分")).toBe("");
      await corner.forward(59_000);
      if (n === 8) expect(await ask(corner, "amy", "我的积分")).toBe("");
      if (n < 9) await corner.forward(1_000);
    }
    expect(await ask(corner, "amy", "积分明细")).toBe("问得有点勤，过几分钟再问吧。");
    expect(await ask(corner, "amy", "兑换")).toBe("");
    expect(await ask(corner, "amy", "签到")).toContain("+5");
    await corner.forward(HOUR);
    expect(await ask(corner, "amy", "我的积分")).toBe("您有 5 积分");
  });
});

describe("the leaderboard", () => {
  test("is the group's, most first, of equals the smaller key; nobody without points is on it", async () => {
    const corner = await openPoints();
    expect(await ask(corner, "amy", "积分榜")).toBe("本群还没有人有积分");
    for (const [name, n] of [
      ["cat", 5],
      ["bob", 5],
      ["amy", 9],
    ] as const)
      await gives(corner, name, n);
    await corner.says("corner-2", "dan", "hi");
    await ask(corner, BOSS, "/积分 加 dan 100 补发");
    await ask(corner, "eve", "hi");
    const board = "本群积分榜\n1. amy 9\n2. bob 5\n3. cat 5";
    expect(await ask(corner, "eve", "积分榜")).toBe(board);
    const withIds = "本群积分榜\n1. amy（amy）9\n2. bob（bob）5\n3. cat（cat）5";
    expect(await ask(corner, BOSS, "/积分")).toBe(withIds);
    expect(await ask(corner, "dan", "積分排行榜", "corner-2")).toBe("本群积分榜\n1. dan 100");
    await corner.leaves("corner", "amy");
    expect(await ask(corner, "eve", "积分榜")).toBe("本群积分榜\n1. bob 5\n2. cat 5");
  });

  test("shows ten, and names without what would tear it", async () => {
    const corner = await openPoints();
    for (let n = 10; n < 22; n++) await gives(corner, `m${n}`, n);
    await corner.tells("corner", {
      ...{ kind: "message", text: "签到", messageId: "m", toBot: false },
      person: { user: "zed", name: "Z\n1. boss {balance} 999\u202e" },
    });
    await ask(corner, BOSS, "/积分 加 zed 90 x");
    const lines = (await ask(corner, "m10", "积分榜")).split("\n");
    expect(lines).toHaveLength(11);
    expect(lines[1]).toMatch(/^1\. Z.* 95$/);
    expect(lines[1]).not.toContain("\u202e");
    expect(lines[10]).toBe("10. m13 13");
  });
});

describe("redeeming", () => {
  test("lists what there is; an id that is none of it does too, other words don't", async () => {
    const corner = await openPoints();
    await gives(corner, "amy", 9);
    const list = await ask(corner, "amy", "兑换");
    expect(list.split("\n").slice(0, 2)).toEqual([
      "您有 9 积分，可以兑换：",
      "cup：10 积分，发“兑换 cup”",
    ]);
    expect(await ask(corner, "amy", "兑换 mug")).toBe(list);
    expect(await ask(corner, "amy", "兌換！")).toBe(list);
    for (const said of [
      "兑换 一下吧",
      "兑换券怎么用",
      "兑换一下 cup",
      "兑换 cup 谢谢",
      "redeemed",
      "可以兑换吗",
    ])
      expect([said, await ask(corner, "amy", said)]).toEqual([said, ""]);
    const nothing = await openPoints({ points: { check_in: { give: 1 } } });
    expect(await ask(nothing, "amy", "兑换")).toBe("现在没有可以兑换的东西");
  });

  test("too few take nothing; exactly enough is enough, and the code is a coupon of theirs", async () => {
    const corner = await openPoints();
    await gives(corner, "amy", 9);
    expect(await ask(corner, "amy", "兑换 cup")).toBe("兑换 cup 要 10 积分，您有 9 积分");
    expect(await balance(corner, "amy")).toBe(9);
    await gives(corner, "amy", 1);
    const said = await ask(corner, "amy", "“兑换 CUP”");
    const [, code = ""] =
      /^已用 10 积分兑换 cup，券码 (TT\w+)，11-27 10:00 前有效，还剩 0 积分。发“我的券”随时查看$/.exec(
        said,
      ) ?? [];
    const coupons = await corner.store.list("corner", "coupon", "sandbox:amy");
    expect(coupons.map(({ value }) => [value.code, value.coupon, value.state])).toEqual([
      [code, "cup", "granted"],
    ]);
    expect(await entries(corner, "amy")).toEqual(["operator 9", "operator 1", "exchange -10"]);
    expect(await ask(corner, "amy", "兑换cup")).toBe("兑换 cup 要 10 积分，您有 0 积分");
  });

  test("takes nothing for a coupon of which none is left", async () => {
    const corner = await openPoints();
    for (const name of ["amy", "bob"]) await gives(corner, name, 10);
    expect(await ask(corner, "amy", "兑换 rare")).toContain("已用 10 积分");
    expect(await ask(corner, "bob", "兑换 rare")).toBe("rare 已经换完了，积分没有扣");
    expect(await ledger(corner)).toEqual({ amy: 0, bob: 10 });
    expect(await corner.store.list("corner", "coupon", "sandbox:bob")).toEqual([]);
  });

  test("takes nothing for a coupon whose promo is used up, switched off or over", async () => {
    const corner = await openPoints();
    await gives(corner, "amy", 30);
    expect(await ask(corner, "amy", "兑换 seat")).toContain("已用 10 积分");
    const [coupon] = await corner.store.list("corner", "coupon", "sandbox:amy");
    const ids = { platforms: ["sandbox:amy"], coupons: [coupon?.value.code ?? ""] };
    await pays(corner, "amy", { id: "1", amount: 900, ids });
    expect(await ask(corner, "amy", "兑换 seat")).toBe("seat 已经换完了，积分没有扣");
    await ask(corner, BOSS, "/促销 关 cup");
    expect(await ask(corner, "amy", "兑换 cup")).toBe("cup 已经换完了，积分没有扣");
    await corner.forward(HOUR);
    expect(await ask(corner, "amy", "兑换 ended")).toBe("ended 的活动已经结束，积分没有扣");
    expect(await balance(corner, "amy")).toBe(20);
    expect((await corner.store.list("corner", "coupon", "sandbox:amy")).length).toBe(1);
  });

  test("in private as well", async () => {
    const corner = await openPoints();
    await gives(corner, "amy", 12);
    await corner.writes("amy", "兑换 cup");
    expect(corner.heard("amy").join()).toContain("还剩 2 积分");
    await corner.writes("amy", "积分榜");
    expect(corner.heard("amy")).toEqual(["本群积分榜\n1. amy 2"]);
    await corner.forward(DAY);
    expect(corner.bugs).toEqual([]);
  });
});
