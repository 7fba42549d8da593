import { afterEach, describe, expect, test } from "vitest";
import { BOSS, closeTowns, HQ, openTown } from "../support/town.js";

afterEach(closeTowns);

const brand = { id: -1009, type: "channel", title: "茶野" };
const own = { id: HQ, type: "supergroup", title: "chat" };
const boss = { id: BOSS, is_bot: false, first_name: "老板" };
const telegram = { id: 777000, is_bot: false, first_name: "Telegram" };
const hidden = { id: 1087968824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" };
const musicBot = { id: 88, is_bot: true, first_name: "Music", username: "music_bot" };
const xiaoyu = { id: 501, is_bot: false, first_name: "小雨" };
const forward_origin = { type: "user", date: 5, sender_user: xiaoyu };

/** Words that the bot acts on when they are somebody's own: a keyword, an order, a price, an opt-out. */
const WORDS = ["有优惠吗", "小雨｜茉莉青x2｜36", "算一下 58", "退订", "你是机器人吗"];

// Cases c12 to c14 of the inputs that went wrong, with others of their kinds.
const posts: readonly (readonly [string, typeof boss, object])[] = [
  ["a member forwards", xiaoyu, { forward_origin }],
  ["a member forwards, told as before Bot API 7.0", xiaoyu, { forward_date: 5 }],
  [
    "the brand's channel is forwarded by Telegram",
    telegram,
    { is_automatic_forward: true, sender_chat: brand, forward_origin: { type: "channel" } },
  ],
  ["a person posts as a channel", hidden, { sender_chat: { ...brand, id: -1010 } }],
  ["an anonymous admin", hidden, { sender_chat: own }],
  ["a bot's words by a member's choice", xiaoyu, { via_bot: musicBot }],
  ["another bot", musicBot, {}],
];

describe("what isn't somebody's own word is not acted on", () => {
  test.each(posts)("%s", async (_name, from, part) => {
    const town = await openTown({ owner: `telegram:${BOSS}` });
    for (const text of WORDS) town.api.post(HQ, from, text, part);
    await town.rest();
    expect(town.since()).toEqual([]);
    expect(await town.store.list("tea-town", "typed")).toEqual([]);
    const members = (await town.store.list("tea-town", "member")).map(({ value }) => value);
    expect(members.filter(({ optedOut }) => optedOut)).toEqual([]);
    // A channel and whoever hides behind the group are nobody who could sit there.
    expect(members.filter(({ user }) => user.startsWith("chat:"))).toEqual([]);
    expect(await town.store.counts({ accounts: ["telegram"] })).toMatchObject({ unhandled: 0 });
    expect(town.bugs).toEqual([]);
  });

  test.each([
    ["a member's command that the owner forwards", "/暂停", { forward_origin }],
    ["a command that the owner's inline bot wrote", "/pause", { via_bot: musicBot }],
    ["another bot's command", "/pause@music_bot", {}],
    ["another bot's command in Chinese", "/暂停@music_bot。", {}],
    ["another bot's price", "/算价@music_bot 58", {}],
    [
      "a command that is quoted",
      "/暂停",
      { entities: [{ type: "blockquote", offset: 0, length: 3 }] },
    ],
  ])("%s", async (_name, text, part) => {
    const town = await openTown({ owner: `telegram:${BOSS}` });
    town.api.post(HQ, boss, text, part);
    await town.rest();
    expect(town.since()).toEqual([]);
    const { value } = (await town.store.get("tea-town", "group", `telegram:${HQ}`)) ?? {};
    expect(value?.paused ?? false).toBe(false);
    expect(await town.store.get("tea-town", "setting", "client")).toBeUndefined();
    expect(town.bugs).toEqual([]);
  });

  test("in private neither", async () => {
    const town = await openTown({ owner: `telegram:${BOSS}` });
    town.api.say(HQ, 501, "小雨", "在吗");
    await town.rest();
    const chat = { id: 501, type: "private" };
    town.api.post(HQ, xiaoyu, "退订", { forward_origin, chat });
    const bosses = { id: BOSS, type: "private" };
    for (const words of ["/暂停 tea-town", "/暂停@music_bot"])
      town.api.post(HQ, boss, words, {
        ...(words.includes("@") ? {} : { forward_origin }),
        chat: bosses,
      });
    await town.rest();
    expect(town.since()).toEqual([]);
    const member = await town.store.get("tea-town", "member", "telegram:501");
    expect(member?.value.optedOut ?? false).toBe(false);
    expect(await town.store.get("tea-town", "setting", "client")).toBeUndefined();
  });

  test("a person who passes something on was heard all the same", async () => {
    const town = await openTown();
    town.api.post(HQ, xiaoyu, "看看这个", { forward_origin });
    await town.rest();
    const seat = await town.store.get("tea-town", "seat", `telegram:${HQ}/telegram:501`);
    expect(seat?.value.status).toBe("in");
    const said = await town.store.facts("tea-town", "said");
    expect(said.map(({ member }) => member)).toEqual(["telegram:501"]);
  });

  test("what stands beside a quotation is the member's own", async () => {
    const town = await openTown();
    const entities = [{ type: "blockquote", offset: 0, length: 2 }];
    town.api.post(HQ, xiaoyu, "退订\n有优惠吗", { entities, quote: { text: "退订", position: 0 } });
    await town.heard("满60减5", HQ);
    const member = await town.store.get("tea-town", "member", "telegram:501");
    expect(member?.value.optedOut ?? false).toBe(false);
  });

  test("a command to this bot by its name is its own", async () => {
    const town = await openTown({ owner: `telegram:${BOSS}` });
    town.api.post(HQ, boss, "/暂停@Fake_Bot");
    await town.heard("暂停", HQ);
  });
});
