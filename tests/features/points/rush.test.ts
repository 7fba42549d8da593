// In a rush of check-ins a group goes on hearing of other things, and nobody's points are lost.
import { afterEach, describe, expect, test } from "vitest";
import { startFakeBotApi } from "../../support/fake-bot-api.js";
import { closeTowns, HQ, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const SECOND = 1_000;
const MINUTE = 60_000;
const CHATS = Array.from({ length: 20 }, (_, n) => HQ - n);
const bound = CHATS.map((chat, n) => {
  return `    g${n}: { platform: telegram, chat: "${chat}", pool: welfare }\n`;
}).join("");
const edit = (text: string) =>
  `${text.replace(/ {4}hq: .*\n {4}hq2: .*\n/, bound)}\npoints: { check_in: { give: 5 } }\n`;

async function openWithPoints(): Promise<Town> {
  const api = await startFakeBotApi({});
  for (const chat of CHATS) api.addBot(chat, `chat ${chat}`);
  const town = await openTown({ api, edit });
  await town.rest();
  return town;
}

/** The newcomer who is greeted, and what the answer speaks of. */
const BOTH = ["小风", "减"];

/** Somebody joins and another asks: which of them hears within ten seconds. */
async function heardSoon(town: Town, chat: number): Promise<readonly string[]> {
  const until = town.clock.now() + 10 * SECOND;
  const from = town.api.sent.length;
  town.api.join(chat, 7_001, "小风");
  town.api.say(chat, 7_002, "小云", "有优惠吗");
  const heard = () => {
    const here = town.api.sent.slice(from).filter(({ chat_id }) => Number(chat_id) === chat);
    return BOTH.filter((part) => here.some(({ text }) => text.includes(part)));
  };
  const over = () => heard().length === BOTH.length || town.clock.now() >= until;
  await town.until("both are told, or have waited too long", over);
  return heard();
}

const saidOf = (town: Town, chat: number) =>
  town.api.sent.flatMap(({ chat_id, text }) =>
    Number(chat_id) === chat && text.includes("签到") ? [text] : [],
  );

const balances = async ({ store }: Town) =>
  (await store.list("tea-town", "points")).map(({ value }) => value.balance);

/** Whom a text of the bot tells that they have five points more. */
const toldIn = (said: readonly string[]) =>
  said.flatMap((text) => [...text.matchAll(/客\d+(?= \+5|，签到成功，\+5)/g)].flat());

describe("200 members who check in in a group", () => {
  test.each([
    ["at once", 0, 8],
    ["within a minute", 3 * SECOND, 14],
  ])(
    "%s are all told in few messages, behind a newcomer's greeting and a question",
    async (_how, gap, most) => {
      const town = await openWithPoints();
      const names = Array.from({ length: 200 }, (_, n) => `客${n}`);
      for (const [n, name] of names.entries()) {
        town.api.say(HQ, 1_000 + n, name, "签到");
        if (gap > 0 && n % 10 === 9) await town.pass(gap);
      }
      await town.until("all are counted", async () => (await balances(town)).length === 200);
      expect(await heardSoon(town, HQ)).toEqual(BOTH);
      await town.forward(MINUTE);
      const said = saidOf(town, HQ);
      expect(toldIn(said).sort()).toEqual([...names].sort());
      expect(said.length).toBeLessThanOrEqual(most);
      for (const text of said) expect(text.length).toBeLessThan(1_000);
      expect(await balances(town)).toEqual(names.map(() => 5));
      town.api.say(HQ, 1_199, "客199", "我的积分");
      await town.heard("客199，您有 5 积分", HQ);
      expect(town.bugs).toEqual([]);
    },
  );

  test("and again, since they heard nothing yet, are told once", async () => {
    const town = await openWithPoints();
    for (let again = 0; again < 3; again++) {
      for (let n = 0; n < 60; n++) town.api.say(HQ, 1_000 + n, `客${n}`, "签到");
      await town.pass(SECOND);
    }
    expect(await heardSoon(town, HQ)).toEqual(BOTH);
    await town.forward(MINUTE);
    const said = saidOf(town, HQ);
    expect(toldIn(said)).toHaveLength(60);
    expect(said.length).toBeLessThanOrEqual(5);
    expect(await balances(town)).toEqual(Array.from({ length: 60 }, () => 5));
  });
});

test("20 members who check in at once in each of 20 groups are all told, behind a greeting and a question", async () => {
  const town = await openWithPoints();
  for (let n = 0; n < 20; n++)
    for (const [at, chat] of CHATS.entries())
      town.api.say(chat, 1_000 + 20 * at + n, `客${20 * at + n}`, "签到");
  await town.until("all are counted", async () => (await balances(town)).length === 400);
  expect(await heardSoon(town, HQ - 7)).toEqual(BOTH);
  await town.forward(MINUTE);
  for (const [at, chat] of CHATS.entries()) {
    const said = saidOf(town, chat);
    const names = Array.from({ length: 20 }, (_, n) => `客${20 * at + n}`);
    expect([chat, toldIn(said).sort()]).toEqual([chat, names.sort()]);
    expect(said.length).toBeLessThanOrEqual(3);
  }
  expect(await balances(town)).toEqual(Array.from({ length: 400 }, () => 5));
  expect(town.bugs).toEqual([]);
});

test("in each topic of a forum those who check in there are told together", async () => {
  const town = await openWithPoints();
  for (let n = 0; n < 8; n++) {
    const topic = { message_thread_id: 40 + (n % 2), is_topic_message: true };
    town.api.post(HQ, { id: 1_000 + n, is_bot: false, first_name: `客${n}` }, "签到", topic);
  }
  await town.rest();
  await town.forward(MINUTE);
  const said = town.api.sent.map(({ text, message_thread_id }) => [message_thread_id, text]);
  const each = (topic: number, members: readonly number[]) => {
    const [first, ...more] = members;
    const list = more.map((n) => `客${n} +5（连续 1 天）`).join("，");
    return [
      [topic, `客${first}，签到成功，+5 积分，连续 1 天，现有 5 积分`],
      [topic, `签到成功：${list}。发“积分”查看余额`],
    ];
  };
  const of = (topic: number) => said.filter(([where]) => where === topic);
  expect(of(40)).toEqual(each(40, [0, 2, 4, 6]));
  expect(of(41)).toEqual(each(41, [1, 3, 5, 7]));
  expect(said).toHaveLength(4);
});
