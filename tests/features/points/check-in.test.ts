import { afterEach, describe, expect, test } from "vitest";
import { checkIn } from "../../../src/features/points/ledger.js";
import { closeCorners, DAY, HOUR, MINUTE } from "../../support/corner.js";
import { ask, BOSS, balance, entries, GATHERED, ledger, openPoints } from "./points-corner.js";

afterEach(closeCorners);

describe("checking in", () => {
  test.each([
    "签到",
    "签到！",
    " 簽到～",
    "打卡",
    "check in",
    "Check-in!",
    "【签到】",
    // What can't be seen, pictures, a bot's name and blanks around it: seen in groups.
    ...[
      "签到☀️",
      "签到❤️\u200d🔥",
      "签到\u200b",
      "\u202e签到",
      "\ufeff签\u2060到",
      "签 到",
      "签　到！",
    ],
    ...["@bot 签到", "签到 @bot", "/签到", "/签到@bot"],
  ])("%s gives a day's points", async (said) => {
    const corner = await openPoints();
    expect(await ask(corner, "amy", said)).toBe("签到成功，+5 积分，连续 1 天，现有 5 积分");
    expect(await entries(corner, "amy")).toEqual(["check_in 5"]);
  });

  test.each(["怎么签到", "签到了吗", "我要签到", "签 到处", "@小雨 签到", "签到1"])(
    "%s is a sentence and gives nothing",
    async (said) => {
      const corner = await openPoints();
      expect(await ask(corner, "amy", said)).toBe("");
      expect(await ledger(corner)).toEqual({});
    },
  );

  test("counts once a day, in whatever group; that it did is told once a day", async () => {
    const corner = await openPoints();
    await ask(corner, "amy", "签到");
    expect(await ask(corner, "amy", "签到", "corner-2")).toBe(
      "今天已经签到过了，现有 5 积分，明天再来",
    );
    expect(await ask(corner, "amy", "签到")).toBe("");
    await corner.forward(GATHERED);
    expect(await ask(corner, "bob", "签到")).toContain("+5");
    await corner.forward(DAY);
    expect(await ask(corner, "amy", "签到")).toContain("连续 2 天，现有 10 积分");
    await corner.forward(GATHERED);
    expect(await ask(corner, "amy", "签到")).toContain("已经签到过了");
    expect(await ledger(corner)).toEqual({ amy: 10, bob: 5 });
  });

  test("so many days in a row give a bonus each time, a day left out begins anew", async () => {
    const corner = await openPoints();
    const said: string[] = [];
    for (const gap of [1, 1, 1, 1, 1, 2, 1, 1]) {
      said.push(await ask(corner, "amy", "签到"));
      await corner.forward(gap * DAY);
    }
    const told = said.map((text) => /\+(\d+) 积分，连续 (\d+) 天/.exec(text)?.slice(1).join("/"));
    expect(told).toEqual(["5/1", "5/2", "25/3", "5/4", "5/5", "25/6", "5/1", "5/2"]);
    expect(await balance(corner, "amy")).toBe(80);
  });

  test("the day ends at midnight of the playbook's zone", async () => {
    const corner = await openPoints();
    await corner.forward(14 * HOUR - MINUTE);
    expect(await ask(corner, "amy", "签到")).toContain("连续 1 天");
    await corner.forward(MINUTE - 1);
    expect(await ask(corner, "amy", "签到")).toContain("已经签到过了");
    await corner.forward(1);
    expect(await ask(corner, "amy", "签到", "corner-2")).toContain("连续 2 天");
    const days = (await corner.facts("points")).map(({ day }) => day);
    expect(days).toEqual(["2026-11-24", "2026-11-25"]);
  });

  test("a zone with summer time has days of 23 and 25 hours, and every one of them counts", async () => {
    const corner = await openPoints({ timezone: "America/New_York" });
    corner.clock.set(Date.parse("2027-03-13T12:00:00-05:00"));
    await ask(corner, "amy", "签到");
    corner.clock.set(Date.parse("2027-03-14T23:59:00-04:00"));
    expect(await ask(corner, "amy", "签到")).toContain("连续 2 天");
    corner.clock.set(Date.parse("2027-03-15T00:01:00-04:00"));
    expect(await ask(corner, "amy", "签到")).toContain("连续 3 天");
  });

  test("a clock that was put back gives nothing twice", () => {
    const record = { balance: 5, recent: [], checkedIn: "2026-11-24", streak: 1 };
    const given = (day: string) => checkIn(record, day, { give: 5 })?.by;
    expect(["2026-11-23", "2026-11-24", "2026-11-25"].map(given)).toEqual([
      undefined,
      undefined,
      5,
    ]);
  });

  test("is answered in private too, with the points of the group", async () => {
    const corner = await openPoints();
    await ask(corner, "amy", "签到");
    await corner.writes("amy", "签到");
    expect(corner.heard("amy")).toEqual(["今天已经签到过了，现有 5 积分，明天再来"]);
    await corner.forward(DAY);
    await corner.writes("amy", "签到");
    expect(corner.heard("amy")).toEqual(["签到成功，+5 积分，连续 2 天，现有 10 积分"]);
    const groups = (await corner.facts("points")).map(({ group }) => group);
    expect(groups).toEqual(["sandbox:corner", "sandbox:corner"]);
  });

  test("gives nothing while the group is paused, and nothing to other bots", async () => {
    const corner = await openPoints();
    await ask(corner, BOSS, "/暂停");
    expect(await ask(corner, "amy", "签到")).toBe("");
    expect(await ask(corner, "amy", "我的积分")).toBe("");
    await ask(corner, BOSS, "/恢复");
    await corner.tells("corner", {
      ...{ kind: "message", text: "签到", messageId: "m", toBot: false },
      ...{ person: { user: "robot", name: "Robot", bot: true }, origin: "bot" },
    });
    expect(corner.heard("corner")).toEqual([]);
    expect(await ledger(corner)).toEqual({});
    expect(await ask(corner, "amy", "签到")).toContain("+5");
  });

  test("means nothing where the rules give nothing for it, or there are none", async () => {
    const none = await openPoints({ points: { orders: { every: "1.00", give: 1 } } });
    expect(await ask(none, "amy", "签到")).toBe("");
    expect(await ask(none, "amy", "我的积分")).toBe("您有 0 积分");
    const corner = await openPoints({ points: undefined });
    for (const said of ["签到", "我的积分", "积分榜", "积分明细", "兑换", "兑换 cup"])
      expect(await ask(corner, "amy", said)).toBe("");
    for (const typed of ["/积分", "/积分 amy", "/积分 加 amy 5 x", "/积分 减 amy 5 x"])
      expect(await ask(corner, BOSS, typed)).toContain("剧本里没有积分");
    expect(await ledger(corner)).toEqual({});
  });
});
