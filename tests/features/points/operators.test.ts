import { afterEach, expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import { forgettable } from "../../../src/engine/retention.js";
import { pointsOperations } from "../../../src/features/points/operations.js";
import { CLIENT, closeCorners, DAY } from "../../support/corner.js";
import { ask, BOSS, balance, entries, gives, ledger, openPoints, VIEWER } from "./points-corner.js";

afterEach(closeCorners);

test("an operator adds and subtracts with a reason, which the member reads", async () => {
  const corner = await openPoints();
  await ask(corner, "amy", "hi");
  expect(await ask(corner, BOSS, "/积分 加 amy 30 活动 补发")).toBe(
    "已给 amy（amy）加 30 积分，现有 30 积分",
  );
  expect(await ask(corner, BOSS, "/积分 减 amy ３０ 发错了")).toBe(
    "已扣 amy（amy）30 积分，现有 0 积分",
  );
  expect(await ask(corner, BOSS, "/积分 加 amy 7 签到漏记")).toContain("现有 7 积分");
  const lines = ["2026/11/24 +7 签到漏记", "2026/11/24 -30 发错了", "2026/11/24 +30 活动 补发"];
  expect(await ask(corner, BOSS, "/积分 amy")).toBe(["amy（amy）：7 积分", ...lines].join("\n"));
  expect(await ask(corner, "amy", "积分明细")).toBe(["最近的积分：", ...lines].join("\n"));
  const [first] = await corner.facts("points");
  expect(first).toMatchObject({ group: "sandbox:corner", day: "2026-11-24" });
  expect(await entries(corner, "amy")).toEqual(["operator 30", "operator -30", "operator 7"]);
});

test("that a correction was made is known for a month, and then forgotten", async () => {
  const corner = await openPoints();
  await ask(corner, "amy", "hi");
  const operations = pointsOperations({ ...corner, playbooks: corner.book });
  const once = { client: CLIENT, member: "amy", by: 5, reason: "x", seed: "command:x" };
  for (const _twice of [1, 2]) await operations.changePoints(once);
  expect(await balance(corner, "amy")).toBe(5);
  const known = () => corner.store.counter(CLIENT, "points/command:x");
  await corner.store.prune(forgettable(corner.clock.now() + 30 * DAY, features));
  expect(await known()).toBe(1);
  await corner.store.prune(forgettable(corner.clock.now() + 31 * DAY, features));
  expect(await known()).toBe(0);
});

test("no more is taken than there is, and what is wrong says what to type", async () => {
  const corner = await openPoints();
  await gives(corner, "amy", 5);
  expect(await ask(corner, BOSS, "/积分 减 amy 6 x")).toBe(
    "amy 只有 5 积分，不够扣。输入 /积分 amy 查看",
  );
  for (const typed of [
    ...["/积分 加", "/积分 加 amy", "/积分 加 amy 5", "/积分 加 amy 0 x", "/积分 加 amy -5 x"],
    ...["/积分 加 amy 1.5 x", "/积分 加 amy 1000001 x", "/积分 加 amy 五 x", "/积分 加 5 amy x"],
  ]) {
    const usage = "参数不对，请输入：/积分 加 <成员> <数量> <原因> - 给成员加积分";
    expect([typed, await ask(corner, BOSS, typed)]).toEqual([typed, usage]);
  }
  expect(await ask(corner, BOSS, "/积分 减 amy 5")).toContain("/积分 减 <成员> <数量> <原因>");
  expect(await ask(corner, BOSS, "/积分 amy bob")).toContain("/积分 [成员]");
  for (const typed of ["/积分 nobody", "/积分 加 nobody 5 x", "/积分 减 nobody 5 x"])
    expect(await ask(corner, BOSS, typed)).toBe("没有成员 nobody，请输入成员的名字或账号 id。");
  expect(await ledger(corner)).toEqual({ amy: 5 });
  expect(await ask(corner, BOSS, "/积分 加 amy 1000000 x")).toContain("现有 1000005 积分");
});

test("a viewer looks and changes nothing, a member sees their own", async () => {
  const corner = await openPoints();
  await gives(corner, "amy", 5);
  expect(await ask(corner, VIEWER, "/积分 amy")).toContain("amy（amy）：5 积分");
  expect(await ask(corner, VIEWER, "/积分")).toBe("本群积分榜\n1. amy（amy）5");
  for (const typed of ["/积分 加 amy 5 x", "/积分 减 amy 5 x"]) {
    expect(await ask(corner, VIEWER, typed)).toContain("需要 operator 角色");
    expect(await ask(corner, "amy", typed)).toBe("");
  }
  expect(await ask(corner, "amy", "/积分")).toBe("您有 5 积分");
  expect(await balance(corner, "amy")).toBe(5);
});

test("works in private and while paused; the board needs a group", async () => {
  const corner = await openPoints();
  await gives(corner, "amy", 5);
  await ask(corner, BOSS, "/暂停");
  const typed = async (text: string) => {
    await corner.writes(BOSS, text);
    return corner.heard(BOSS).join("\n");
  };
  expect(await typed("/points add amy 3 late")).toBe("已给 amy（amy）加 3 积分，现有 8 积分");
  expect(await typed("/points subtract amy 1 oops")).toContain("现有 7 积分");
  expect(await typed("/points")).toBe(
    "积分榜是每个群各有一份的：请在群里输入 /积分。在这里可以查一个成员：/积分 <名字或账号>",
  );
  expect(await typed("/points show amy")).toContain("amy（amy）：7 积分");
});

test("an event that is handled again after a crash changes them once", async () => {
  const corner = await openPoints();
  await gives(corner, "amy", 5);
  const { store } = corner;
  // The points were committed, the answer was not: the process died in between.
  const event = {
    kind: "message" as const,
    ...{ id: "again", platform: "sandbox", account: "sandbox", toBot: false },
    ...{ at: corner.clock.now(), text: "/积分 减 amy 5 x", messageId: "again" },
    ...{ place: { platform: "sandbox", chat: "corner", direct: false } },
    person: { user: BOSS, name: BOSS },
  };
  const commit = store.commit;
  let answers = 0;
  store.commit = async (one) => {
    if (one.handles !== undefined && answers++ === 0) throw new Error("dead");
    return commit(one);
  };
  corner.heard("corner");
  await corner.runtime.receive([event]);
  await corner.runtime.pump();
  store.commit = commit;
  const [letter] = await store.deadLetters(corner.runtime.owned());
  expect(letter).toBeDefined();
  expect(await balance(corner, "amy")).toBe(0);
  const said = await ask(corner, BOSS, `/重试 ${letter?.seq}`);
  expect(said).toContain("已扣 amy（amy）5 积分，现有 0 积分");
  expect(await store.deadLetters(corner.runtime.owned())).toEqual([]);
  expect(await entries(corner, "amy")).toEqual(["operator 5", "operator -5"]);
});
