import { describe, expect, test } from "vitest";
import { instantIn, joinsOf, leavesOf, messageOf } from "../../../src/platform/wechat/decode.js";
import { MESSAGE, type MessagePayload, type Puppet } from "../../../src/platform/wechat/puppet.js";

const here = { account: "wechat", self: "wxid_bot", received: 1_800_000_009_000 };
const room = "123@chatroom";
const at = 1_800_000_000_000;
const group = { platform: "wechat", chat: room, direct: false };
const base = { platform: "wechat", account: "wechat", at, place: group };
const person = { user: "wxid_ana", name: "" };

const payload = (part: Partial<Record<keyof MessagePayload, unknown>>) =>
  ({
    id: "77",
    type: MESSAGE.text,
    talkerId: "wxid_ana",
    roomId: room,
    text: "hi",
    timestamp: at / 1_000,
    ...part,
  }) as MessagePayload;
const said = (part: object) => ({
  ...base,
  id: `wechat:${at}:m:77`,
  kind: "message",
  person,
  text: "hi",
  messageId: "77",
  toBot: false,
  ...part,
});
const direct = { place: { ...group, chat: "wxid_ana", direct: true }, toBot: true };
const dashes = "- - - - - - - - - - - - - - -";

const messages: readonly (readonly [string, MessagePayload, object | undefined])[] = [
  ["a message", payload({}), said({})],
  ["its time in milliseconds", payload({ timestamp: at }), said({})],
  [
    "without a time it is of when it came",
    payload({ timestamp: 0 }),
    said({ at: here.received, id: `wechat:${here.received}:m:77` }),
  ],
  ["a direct message", payload({ roomId: "" }), said(direct)],
  ["a direct message of a company's contact", payload({ roomId: undefined }), said(direct)],
  ["the bot is mentioned", payload({ mentionIdList: ["x", "wxid_bot"] }), said({ toBot: true })],
  [
    "the bot alone is mentioned in front",
    payload({ text: "@阿翠 店里\u2005退订", mentionIdList: ["wxid_bot", "wxid_bot"] }),
    said({ text: "退订", toBot: true }),
  ],
  [
    "others are mentioned as well",
    payload({ text: "@小王\u2005@阿翠\u2005退订", mentionIdList: ["x", "wxid_bot"] }),
    said({ text: "@小王\u2005@阿翠\u2005退订", toBot: true }),
  ],
  ["another is mentioned", payload({ mentionIdList: ["x"] }), said({})],
  ["what mentions nobody says so", payload({ mentionIdList: null }), said({})],
  ["a picture", payload({ type: 6, text: "<msg><img/></msg>" }), said({ text: "" })],
  ["a red packet", payload({ type: 12, text: "" }), said({ text: "" })],
  ["a text without one", payload({ text: undefined }), said({ text: "" })],
  [
    "others' words, passed on",
    payload({ type: MESSAGE.chatHistory, text: "退订" }),
    said({ text: "", origin: "forwarded" }),
  ],
  ["a reply", payload({ text: `「老板：退订」\n${dashes}\n好的` }), said({ text: "好的" })],
  [
    "a reply to one that looks like a reply",
    payload({ text: `「Bo：」\n${dashes}\n退订」\n${dashes}\n好的` }),
    said({ text: "好的" }),
  ],
  ["a line of its own", payload({ text: `a\n${dashes}\nb` }), said({ text: `a\n${dashes}\nb` })],
  ["its own", payload({ talkerId: "wxid_bot", mentionIdList: ["wxid_bot"] }), undefined],
  ["its own to itself", payload({ talkerId: "wxid_bot", roomId: "" }), undefined],
  ["a notice in the group's name", payload({ talkerId: room }), undefined],
  ["of nobody", payload({ talkerId: "" }), undefined],
  ["of nobody at all", payload({ talkerId: undefined }), undefined],
  ["without an id", payload({ id: "" }), undefined],
  ["without a type", payload({ type: "7" }), undefined],
  ["of an unknown type", payload({ type: MESSAGE.unknown }), undefined],
  ["taken back", payload({ type: MESSAGE.recalled }), undefined],
  ["a notice", payload({ type: MESSAGE.system }), undefined],
  ...["weixin", "fmessage", "filehelper", "gh_5c0fd", "notification_messages", "medianote"].map(
    (user) => [`of ${user}`, payload({ talkerId: user, roomId: "" }), undefined] as const,
  ),
];

describe("a message", () => {
  test.each(messages)("%s", (_name, raw, event) => {
    expect(messageOf(raw, here)).toEqual(event);
  });
});

const move = (kind: "joined" | "left", user: string) => ({
  ...base,
  id: `wechat:${at}:${kind}:${room}:${user}`,
  kind,
  person: { user, name: "" },
});
const status = (kind: string, part: object) => ({
  ...base,
  id: `wechat:${at}:${kind}:${room}:wxid_bot`,
  kind: "bot_status",
  title: "",
  ...part,
});

const lists: readonly (readonly [string, unknown, readonly string[]])[] = [
  ["one", ["a"], ["a"]],
  ["several", ["a", "b"], ["a", "b"]],
  ["one named twice", ["a", "a"], ["a"]],
  ["nobody knows who", [], []],
  ["some that nobody knows", [undefined, "", "a"], ["a"]],
  ["no list", undefined, []],
];

describe("joins and leaves", () => {
  test.each(lists)("%s", (_name, users, known) => {
    // By whom is never asked: it isn't known of many.
    const join = { roomId: room, inviteeIdList: users as string[], timestamp: at / 1_000 };
    const leave = { roomId: room, removeeIdList: users as string[], timestamp: at / 1_000 };
    expect(joinsOf({ ...join, inviterId: "" }, here)).toEqual(known.map((a) => move("joined", a)));
    expect(leavesOf({ ...leave, removerId: "" }, here)).toEqual(known.map((a) => move("left", a)));
  });

  test("the bot's own say where it is", () => {
    const of = { roomId: room, timestamp: at, inviterId: "a", removerId: "a" };
    expect(joinsOf({ ...of, inviteeIdList: ["wxid_bot"] }, here)).toEqual([
      status("joined", { status: "member" }),
    ]);
    expect(leavesOf({ ...of, removeeIdList: ["wxid_bot"] }, here)).toEqual([
      status("left", { status: "gone" }),
    ]);
  });

  test("of no room are none", () => {
    const of = { roomId: "", timestamp: at, inviterId: "", inviteeIdList: ["a"] };
    expect(joinsOf(of, here)).toEqual([]);
  });
});

test("an id says when it was", () => {
  expect(instantIn(messageOf(payload({}), here)?.id ?? "")).toBe(at);
  expect(instantIn("42:9:print")).toBeUndefined();
});

test("what a puppet tells of a message is what is decoded", async () => {
  const puppet: Pick<Puppet, "messagePayload"> = { messagePayload: async (id) => payload({ id }) };
  expect(messageOf(await puppet.messagePayload("78"), here)?.messageId).toBe("78");
});
