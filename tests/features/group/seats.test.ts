import { afterEach, describe, expect, test } from "vitest";
import { BOSS, closeTowns, HQ, HQ2, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const small = (capacity: number, reserve: number) => (text: string) =>
  text
    .replace("capacity: 200", `capacity: ${capacity}`)
    .replace("reserve: 2", `reserve: ${reserve}`);
const waitlist = (text: string) =>
  small(5, 1)(text).replace("overflow: next", "overflow: waitlist");

/** The boss has written to the bot, so that it may write back. */
async function withBoss(town: Town): Promise<Town> {
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner");
  return town;
}
async function ask(town: Town, chat: number, ...users: number[]): Promise<void> {
  for (const user of users) town.api.requestJoin(chat, user, `客${user}`);
  await town.rest();
}
const groupOf = async ({ store }: Town, chat: number) =>
  (await store.get("tea-town", "group", `telegram:${chat}`))?.value;
const facts = async ({ store }: Town, kind: string) =>
  (await store.facts("tea-town", kind)).map(({ member, data }) => ({ member, ...data }));
const users = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

test("of 200 seats 2 are kept: person 199 is sent to the next group, and let in there", async () => {
  const town = await withBoss(await openTown());
  // The bot has a seat of its own; 197 people fill the rest up to 198.
  await ask(town, HQ, ...users(1000, 197));
  expect(town.api.members(HQ)).toHaveLength(197);
  await town.heard("新人将进入「茶野福利2群」", BOSS);
  await ask(town, HQ, 5000);
  const invitation = await town.heard("茶野福利1群已满，请加入茶野福利2群：https://", 5000);
  expect(invitation).toBeDefined();
  expect(await facts(town, "sent_on")).toEqual([
    { member: "telegram:5000", to: `telegram:${HQ2}` },
  ]);
  expect(town.api.members(HQ)).toHaveLength(197);
  await ask(town, HQ2, 5000);
  expect(town.api.members(HQ2)).toEqual([5000]);
});

test("two who ask at the same moment don't both get the last seat", async () => {
  const town = await openTown({ edit: small(4, 1) });
  await ask(town, HQ, 1);
  town.api.requestJoin(HQ, 2, "甲");
  town.api.requestJoin(HQ, 3, "乙");
  await town.rest();
  expect(town.api.members(HQ)).toEqual([1, 2]);
  await town.heard("茶野福利2群", 3);
});

test("when the pool is full people wait in line, operators hear what to do, and a free seat goes to the first", async () => {
  const town = await withBoss(await openTown({ edit: small(4, 1) }));
  await ask(town, HQ, 1, 2);
  await ask(town, HQ2, 3, 4);
  await town.heard("群池 welfare 满了", BOSS);
  await ask(town, HQ, 5, 6);
  await town.heard("已为您排队", 5);
  await town.heard("已为您排队", 6);
  // Who asks again keeps their place, and is not told twice.
  await ask(town, HQ, 5);
  expect(town.since(5)).toEqual([]);
  expect(await facts(town, "waitlisted")).toEqual([
    { member: "telegram:5" },
    { member: "telegram:6" },
  ]);
  town.api.leave(HQ, 1, "客1");
  await town.until("5 is in", () => town.api.members(HQ).join() === "2,5");
  town.api.leave(HQ, 2, "客2");
  await town.until("6 is in", () => town.api.members(HQ).join() === "5,6");
});

test("overflow: waitlist sends nobody elsewhere", async () => {
  const town = await openTown({ edit: waitlist });
  await ask(town, HQ, 1, 2, 3, 4);
  await town.heard("已为您排队", 4);
  expect(town.api.members(HQ)).toEqual([1, 2, 3]);
});

describe("the platform's own count", () => {
  test("corrects what joins and leaves did not tell", async () => {
    const town = await openTown({ edit: small(6, 1) });
    await town.runtime.reconcile();
    expect((await groupOf(town, HQ))?.taken).toBe(1);
    town.api.addBot(HQ, "", "member");
    for (const user of users(1, 4)) town.api.join(HQ, user, `客${user}`);
    await town.rest();
    expect((await groupOf(town, HQ))?.taken).toBe(1);
    await town.runtime.reconcile();
    await town.rest();
    expect((await groupOf(town, HQ))?.taken).toBe(5);
  });

  test("does not free the seats of approved people who are still on their way", async () => {
    const town = await openTown({ edit: small(4, 1) });
    town.api.fault("approveChatJoinRequest", "html502", 1);
    town.api.requestJoin(HQ, 1, "甲");
    town.api.requestJoin(HQ, 2, "乙");
    await town.pass(200);
    await town.runtime.reconcile();
    await ask(town, HQ, 3);
    await town.forward(60_000);
    expect(town.api.members(HQ).length).toBeLessThanOrEqual(2);
    await town.heard("茶野福利2群", 3);
  });

  test("a seat whose request was withdrawn goes to the next in line", async () => {
    const town = await openTown({ edit: waitlist });
    await ask(town, HQ, 1, 2);
    town.api.fault("approveChatJoinRequest", "withdrawn", 1);
    await ask(town, HQ, 3, 4);
    expect(town.api.members(HQ)).toEqual([1, 2, 4]);
  });
});

describe("rights", () => {
  /** What `/群` says of each group of the pool. */
  async function told(town: Town): Promise<string[]> {
    town.api.say(BOSS, BOSS, "老板", "/群", true);
    const said = await town.heard("茶野福利1群", BOSS);
    return said?.text.split("\n").filter((line) => line.includes("welfare")) ?? [];
  }

  test("a bot that lost its admin rights says so with the next click, and lets people in once it has them", async () => {
    const town = await withBoss(await openTown());
    town.api.addBot(HQ, "福利群", "member");
    await town.heard("没有邀请权限", BOSS);
    const notice = town.api.sent.find(({ text }) => text.includes("没有邀请权限"));
    expect(notice?.text).toContain("群设置 → 管理员");
    expect(await told(town)).toEqual([
      expect.stringContaining("| 机器人不是管理员"),
      expect.not.stringContaining("机器人"),
    ]);
    town.api.addBot(HQ, "福利群");
    await ask(town, HQ, 7);
    expect(town.api.members(HQ)).toEqual([7]);
    expect(await told(town)).toEqual(Array(2).fill(expect.not.stringContaining("机器人")));
  });

  test("rights lost unnoticed are noticed at the first refusal; who asked is let in later", async () => {
    const town = await withBoss(await openTown());
    await town.rest();
    town.api.fault("approveChatJoinRequest", "no_rights", 1);
    await ask(town, HQ, 7);
    await town.heard("没有邀请权限", BOSS);
    expect(town.api.members(HQ)).toEqual([]);
    town.api.addBot(HQ, "福利群");
    await town.rest();
    expect(town.api.members(HQ)).toEqual([7]);
    expect((await groupOf(town, HQ))?.taken).toBe(2);
  });

  test("a chat of the playbook that the bot was never added to is named, with what to do", async () => {
    const nowhere = -1001000000099;
    const edit = (text: string) =>
      text.replace(
        "    lobby: {",
        `    hq3: { platform: telegram, chat: "${nowhere}", pool: welfare }\n    lobby: {`,
      );
    const town = await openTown({ edit });
    town.api.say(BOSS, BOSS, "老板", "/whoami", true);
    const notice = await town.heard("机器人还不在里面", BOSS);
    expect(notice?.text).toContain(String(nowhere));
    town.api.say(BOSS, BOSS, "老板", "/群", true);
    await town.heard("机器人不在群里", BOSS);
  });

  test("a bot that was removed tells its operators once", async () => {
    const town = await withBoss(await openTown());
    town.api.addBot(HQ, "福利群", "left");
    await town.heard("被移出群", BOSS);
    await town.rest();
    expect(town.since(BOSS)).toEqual([]);
  });
});

test("a group that becomes a supergroup keeps its history, and what waited to be sent follows it", async () => {
  const town = await openTown();
  const moved = -1001999000001;
  town.api.join(HQ, 501, "小雨");
  await town.heard("小雨", HQ);
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.until("the answer is decided", async () => (await town.store.counts()).waiting > 0);
  town.api.migrate(HQ, moved);
  town.api.say(moved, 501, "小雨", "几点开门");
  await town.until("both answers arrive", () => town.since(moved).length === 2);
  expect(town.since(moved).join()).toMatch(/九点.*优惠|优惠.*九点/);
  const group = await groupOf(town, HQ);
  expect(group).toMatchObject({ chat: String(moved), n: 1, taken: 2 });
});
