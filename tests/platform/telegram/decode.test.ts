import { describe, expect, test } from "vitest";
import { decode } from "../../../src/platform/telegram/decode.js";
import { eventId } from "../../../src/platform/telegram/update-range.js";
import type { WireUpdate } from "../../../src/platform/telegram/wire.js";

const bot = { account: "telegram", id: "42", username: "Tea_Bot" };
const group = { id: -1001, type: "supergroup", title: "Tea" };
const ana = { id: 7, is_bot: false, first_name: "Ana", last_name: "Li" };
const self = { id: 42, is_bot: true, first_name: "Tea" };
const channel = { id: -9, type: "channel", title: "News" };
const quotes = (...places: readonly (readonly [offset: number, length: number])[]) =>
  places.map(([offset, length], n) => ({
    ...{ offset, length },
    type: n === 0 ? "blockquote" : "expandable_blockquote",
  }));
const base = {
  id: "42:9",
  platform: "telegram",
  account: "telegram",
  at: 5_000,
  place: { platform: "telegram", chat: "-1001", direct: false },
};
const person = { user: "7", name: "Ana Li" };

const message = (part: object) =>
  ({ update_id: 9, message: { message_id: 3, date: 5, chat: group, from: ana, ...part } }) as const;
const standing = (kind: "chat_member" | "my_chat_member", before: object, after: object) => {
  const user = kind === "chat_member" ? ana : self;
  return {
    update_id: 9,
    [kind]: {
      chat: group,
      date: 5,
      from: ana,
      old_chat_member: { user, ...before },
      new_chat_member: { user, ...after },
    },
  } as WireUpdate;
};
const said = (part: object) => ({
  ...base,
  kind: "message",
  person,
  text: "hi",
  messageId: "3",
  toBot: false,
  ...part,
});
const status = (part: object) => ({ ...base, kind: "bot_status", title: "Tea", ...part });

/** By which somebody joins or asks to. */
const link = (creator: number, name?: string) => ({
  invite_link: { invite_link: "https://t.me/+x", creator: { id: creator }, name },
});
const joins = (part: object): WireUpdate => {
  const { chat_member } = standing("chat_member", { status: "left" }, { status: "member" });
  return { update_id: 9, chat_member: { ...chat_member, ...part } } as WireUpdate;
};
const asks = (part: object) =>
  ({ update_id: 9, chat_join_request: { chat: group, from: ana, date: 5, ...part } }) as WireUpdate;

const table: readonly (readonly [string, WireUpdate, object | undefined])[] = [
  ["a message", message({ text: "hi" }), said({})],
  ["spaces are kept", message({ text: "  hi\n" }), said({ text: "  hi\n" })],
  ["a caption", message({ photo: [], caption: "hi" }), said({})],
  [
    "a photo: its largest size that may be fetched",
    message({
      photo: [
        { file_id: "s", file_size: 900 },
        { file_id: "m", file_size: 1024 * 1024 },
        { file_id: "l", file_size: 1024 * 1024 + 1 },
      ],
      caption: "hi",
    }),
    said({ picture: "m" }),
  ],
  ["a sticker", message({ sticker: {} }), said({ text: "" })],
  [
    "a direct message",
    message({ text: "hi", chat: { id: 7, type: "private" } }),
    said({ place: { platform: "telegram", chat: "7", direct: true }, toBot: true }),
  ],
  ["a mention", message({ text: "@tea_bot hi" }), said({ text: "hi", toBot: true })],
  ["a command to this bot", message({ text: "/s@Tea_Bot" }), said({ text: "/s", toBot: true })],
  ["another bot's command", message({ text: "/s@tea_bot2" }), said({ text: "/s@tea_bot2" })],
  [
    "a mention without a user name",
    message({ text: "hi", entities: [{ type: "text_mention", offset: 0, length: 2, user: self }] }),
    said({ toBot: true }),
  ],
  [
    "an answer to the bot",
    message({ text: "hi", reply_to_message: { from: self } }),
    said({ toBot: true }),
  ],
  [
    "a message in a topic the bot opened",
    message({ text: "hi", reply_to_message: { from: self, forum_topic_created: {} } }),
    said({}),
  ],
  [
    "a message in a topic",
    message({ text: "hi", message_thread_id: 42, is_topic_message: true }),
    said({ place: { ...base.place, topic: "42" } }),
  ],
  ["a message in a chain of answers", message({ text: "hi", message_thread_id: 42 }), said({})],
  [
    "an anonymous admin",
    message({ text: "hi", sender_chat: group, from: { id: 1087968824, is_bot: true } }),
    said({ person: { user: "chat:-1001", name: "Tea" }, origin: "anonymous" }),
  ],
  [
    "a person in a channel's name",
    message({ text: "hi", sender_chat: channel, from: { id: 136817688, is_bot: true } }),
    said({ person: { user: "chat:-9", name: "News" }, origin: "channel" }),
  ],
  [
    "the channel's post, forwarded by Telegram",
    message({
      ...{ text: "hi", is_automatic_forward: true, from: { id: 777000, is_bot: false } },
      ...{ sender_chat: channel, forward_origin: { type: "channel", chat: channel } },
    }),
    said({ person: { user: "chat:-9", name: "News" }, origin: "channel" }),
  ],
  ["a forward", message({ text: "hi", forward_origin: {} }), said({ origin: "forwarded" })],
  [
    "a forward of old servers",
    message({ text: "hi", forward_date: 4 }),
    said({ origin: "forwarded" }),
  ],
  [
    "an inline bot's words",
    message({ text: "hi", via_bot: { id: 8 } }),
    said({ origin: "via_bot" }),
  ],
  [
    "an answer that quotes",
    message({ text: "hi", quote: { text: "/pause", position: 0 }, external_reply: {} }),
    said({}),
  ],
  [
    "a quotation in the text",
    message({ text: "👋/pause\nhi😀no", entities: quotes([2, 7], [13, 2]) }),
    said({ text: "👋hi😀" }),
  ],
  [
    "a quotation in the caption",
    message({ photo: [], caption: "/pausehi", caption_entities: quotes([0, 6]) }),
    said({}),
  ],
  [
    "another bot",
    message({ text: "hi", from: { id: 8, is_bot: true, username: "b" } }),
    said({ person: { user: "8", name: "b", bot: true }, origin: "bot" }),
  ],
  ["the bot itself", message({ text: "hi", from: self }), undefined],
  ["a joined service message", message({ new_chat_members: [ana] }), undefined],
  ["a left service message", message({ left_chat_member: ana }), undefined],
  ["a new title", message({ new_chat_title: "x" }), undefined],
  [
    "moved away",
    message({ migrate_to_chat_id: -1002 }),
    { ...base, kind: "migrated", to: "-1002" },
  ],
  ["moved here", message({ migrate_from_chat_id: -1 }), undefined],
  [
    "an edited message",
    {
      update_id: 9,
      edited_message: { ...message({ text: "hi" }).message, edit_date: 6 },
    } as WireUpdate,
    { ...base, kind: "edited", at: 6_000, person, text: "hi", messageId: "3" },
  ],
  [
    "an edit of what isn't somebody's own word",
    { update_id: 9, edited_message: message({ text: "hi", via_bot: { id: 8 } }).message },
    undefined,
  ],
  ["an unknown update", { update_id: 9 }, undefined],
  [
    "joined",
    standing("chat_member", { status: "left" }, { status: "member" }),
    { ...base, kind: "joined", person },
  ],
  [
    "left",
    standing("chat_member", { status: "member" }, { status: "kicked" }),
    { ...base, kind: "left", person },
  ],
  [
    "muted, still in",
    standing("chat_member", { status: "member" }, { status: "restricted", is_member: true }),
    undefined,
  ],
  [
    "muted, then gone",
    standing(
      "chat_member",
      { status: "restricted", is_member: true },
      { status: "restricted", is_member: false },
    ),
    { ...base, kind: "left", person },
  ],
  [
    "the bot made admin",
    standing(
      "my_chat_member",
      { status: "left" },
      { status: "administrator", can_invite_users: true },
    ),
    status({ status: "admin", canInvite: true }),
  ],
  [
    "the bot made admin without invitations",
    standing("my_chat_member", { status: "left" }, { status: "administrator" }),
    status({ status: "admin", canInvite: false }),
  ],
  [
    "the bot as a member",
    standing("my_chat_member", { status: "left" }, { status: "member" }),
    status({ status: "member", canInvite: false }),
  ],
  [
    "the bot removed",
    standing("my_chat_member", { status: "member" }, { status: "kicked" }),
    status({ status: "gone", canInvite: false }),
  ],
  [
    "a person asks to join",
    {
      update_id: 9,
      chat_join_request: { chat: group, from: ana, date: 5, user_chat_id: 70 },
    },
    { ...base, kind: "join_request", person, reply: "70" },
  ],
  [
    "who joins by the bot's own link",
    joins(link(42, "booth-12")),
    { ...base, kind: "joined", person, source: "booth-12" },
  ],
  ["by one without a name", joins(link(42)), { ...base, kind: "joined", person }],
  [
    "by another admin's of that name",
    joins(link(43, "booth-12")),
    { ...base, kind: "joined", person },
  ],
  [
    "by one that nobody made",
    joins({ invite_link: { name: "x" } }),
    { ...base, kind: "joined", person },
  ],
  [
    "who asks by the bot's own link",
    asks(link(42, "booth-12")),
    { ...base, kind: "join_request", person, reply: "7", source: "booth-12" },
  ],
  [
    "by another admin's",
    asks(link(43, "booth-12")),
    { ...base, kind: "join_request", person, reply: "7" },
  ],
];

describe("an update becomes an event", () => {
  test.each(table)("%s", (_name, update, event) => {
    const told = event && { ...event, id: eventId(bot.id, update) };
    expect(decode(update, bot)).toEqual(told);
  });

  test("blocking the bot in private is no group's business", () => {
    const update = standing("my_chat_member", { status: "member" }, { status: "kicked" });
    const chat = { id: 7, type: "private" };
    const mine = update.my_chat_member;
    expect(mine && decode({ ...update, my_chat_member: { ...mine, chat } }, bot)).toBeUndefined();
  });
});
