// Cases c1 to c5 of the reports of inputs that went wrong.
import { afterEach, describe, expect, test } from "vitest";
import { BOSS, closeTowns, HQ, memberId, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const DAY = 24 * 3_600_000;
const LEFT_ALONE = "不主动找你";
const isOut = async (town: Town, user: number) =>
  (await town.store.get("tea-town", "member", memberId(user)))?.value.optedOut === true;

test("c1: whoever asks to be left alone is told so, once, however they put it", async () => {
  const town = await openTown();
  const wishes = ["退订。", "退订！", "我要退订", "退訂", "stop please", "别发了"];
  for (const [n, wish] of wishes.entries()) {
    const user = 501 + n;
    town.api.say(HQ, user, `客${n}`, wish);
    await town.heard(LEFT_ALONE, HQ);
    town.api.say(HQ, user, `客${n}`, wishes[(n + 1) % wishes.length] ?? "");
    await town.rest();
    expect([wish, await isOut(town, user), town.since(HQ)]).toEqual([wish, true, []]);
  }
  const facts = await town.store.facts("tea-town", "opted_out");
  expect(facts.filter(({ data }) => !data?.again)).toHaveLength(wishes.length);
});

test("c2: who ends something else, or asks what ending means, is not left alone", async () => {
  const town = await openTown();
  for (const text of ["我要退订外卖平台", "退订是什么意思"]) {
    town.api.say(HQ, 501, "小雨", text);
    await town.rest();
    expect(await isOut(town, 501)).toBe(false);
  }
  expect(town.since(HQ).filter((text) => text.includes(LEFT_ALONE))).toEqual([]);
});

test("c3: who ended it comes back by 重新订阅, and is told so; both stay on record", async () => {
  const town = await openTown();
  town.api.say(HQ, 501, "小雨", "重新订阅");
  await town.rest();
  expect(town.since(HQ)).toEqual([]);
  town.api.say(HQ, 501, "小雨", "退訂");
  await town.heard(LEFT_ALONE, HQ);
  town.api.say(HQ, 501, "小雨", "重新訂閱");
  await town.heard("收到“重新訂閱”", HQ);
  expect(await isOut(town, 501)).toBe(false);
  // A change of mind is told of however soon it comes.
  town.api.say(HQ, 501, "小雨", "退订");
  await town.heard(LEFT_ALONE, HQ);
  await town.forward(200 * DAY);
  expect(await town.store.facts("tea-town", "opted_out")).toHaveLength(2);
  const [back] = await town.store.facts("tea-town", "opted_in");
  expect(back).toMatchObject({ member: memberId(501), data: { by: "member" } });
});

describe("c4: asked whether it is a bot, it says so", () => {
  const questions = ["你是AI吧", "你是真人客服吗", "機器人?", "你是人还是机器", "阿翠你是真人吗"];

  test("in a group and in private, before scripts and keywords", async () => {
    const town = await openTown();
    for (const [n, question] of questions.entries()) {
      town.api.say(HQ, 501 + n, `客${n}`, question);
      await town.heard("机器人", HQ);
      town.api.say(501 + n, 501 + n, `客${n}`, `有优惠吗？${question}`, true);
      await town.heard("机器人", 501 + n);
    }
  });

  test("to strangers in private, in words of no brand's, once in a while, and not while the bot is paused", async () => {
    const town = await openTown({ owner: memberId(BOSS) });
    town.api.say(777, 777, "路人", "你是AI吧", true);
    await town.heard("不是真人", 777);
    town.api.say(777, 777, "路人", "真人吗", true);
    await town.rest();
    expect(town.since(777)).toEqual([]);
    town.api.say(BOSS, BOSS, "老板", "/暂停 bot @tea-town", true);
    await town.heard("暂停", BOSS);
    await town.forward(11 * 60_000);
    town.api.say(777, 777, "路人", "你是机器人吗", true);
    await town.rest();
    expect(town.since(777)).toEqual([]);
  });
});

test("c5: who speaks of bots is told nothing", async () => {
  const town = await openTown();
  for (const text of ["那个机器人真烦", "我是机器人"]) {
    town.api.say(HQ, 501, "小雨", text);
    await town.rest();
    expect([text, town.since(HQ)]).toEqual([text, []]);
  }
});
