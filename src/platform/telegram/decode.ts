import type { Event, Person, Place } from "../../core/event.js";
import { withoutMention } from "../../core/text/mention.js";
import { MOST_PICTURE_BYTES } from "../port.js";
import { originOf, ownText } from "./origin.js";
import { eventId } from "./update-range.js";
import type {
  WireChat,
  WireInviteLink,
  WireJoinRequest,
  WireMember,
  WireMemberUpdate,
  WireMessage,
  WireUpdate,
  WireUser,
} from "./wire.js";

/** Which account the bot is here, and who it is as `getMe` says. */
export type BotIdentity = {
  readonly account: string;
  readonly id: string;
  readonly username: string;
};

/** The platform's name in places and events. */
export const TELEGRAM = "telegram";

/** What a person can post without a text; service messages carry none of these. */
const CONTENT = [
  "animation",
  "audio",
  "contact",
  "dice",
  "document",
  "game",
  "location",
  "paid_media",
  "photo",
  "poll",
  "sticker",
  "story",
  "video",
  "video_note",
  "voice",
] as const;

/** One Telegram update as an event; undefined for what nobody here needs. */
export function decode(update: WireUpdate, bot: BotIdentity): Event | undefined {
  const id = eventId(bot.id, update);
  if (update.message) return fromMessage(id, update.message, bot);
  if (update.edited_message) return fromEdited(id, update.edited_message, bot);
  if (update.my_chat_member) return fromOwnStatus(id, update.my_chat_member, bot);
  if (update.chat_member) return fromMember(id, update.chat_member, bot);
  if (update.chat_join_request) return fromRequest(id, update.chat_join_request, bot);
  return undefined;
}

function common(id: string, chat: WireChat, date: number, bot: BotIdentity) {
  const place: Place = {
    platform: TELEGRAM,
    chat: String(chat.id),
    direct: chat.type === "private",
  };
  return { id, platform: TELEGRAM, account: bot.account, at: date * 1000, place };
}

function fromMessage(id: string, message: WireMessage, bot: BotIdentity): Event | undefined {
  const base = common(id, message.chat, message.date, bot);
  if (message.migrate_to_chat_id !== undefined) {
    return { ...base, kind: "migrated", to: String(message.migrate_to_chat_id) };
  }
  const person = author(message);
  const text = ownText(message);
  if (!person || person.user === bot.id) return undefined;
  if (text === undefined && !CONTENT.some((key) => key in message)) return undefined;
  const origin = originOf(message);
  const { message_thread_id: topic, is_topic_message: inTopic } = message;
  return {
    ...base,
    ...(inTopic && topic !== undefined ? { place: { ...base.place, topic: String(topic) } } : {}),
    kind: "message",
    person,
    ...(origin ? { origin } : {}),
    text: withoutMention(text ?? "", bot.username),
    ...pictureOf(message),
    messageId: String(message.message_id),
    toBot: base.place.direct || isToBot(message, text ?? "", bot),
  };
}

/** The largest of a photo's sizes that can be fetched; Telegram lists them from small to large. */
function pictureOf({ photo }: WireMessage): { readonly picture?: string } {
  const size = photo?.findLast(({ file_size = 0 }) => file_size <= MOST_PICTURE_BYTES);
  return size ? { picture: size.file_id } : {};
}

/** The source that the bot made a link for: the name that it gave the link. Others name theirs as they like. */
function sourceOf(link: WireInviteLink | undefined, bot: BotIdentity): { source?: string } {
  const own = link?.creator !== undefined && String(link.creator.id) === bot.id;
  return own && link.name ? { source: link.name } : {};
}

/** Only what people wrote themselves: nothing else that changes matters here. */
function fromEdited(id: string, message: WireMessage, bot: BotIdentity): Event | undefined {
  const person = author(message);
  if (!person || person.user === bot.id || originOf(message)) return undefined;
  return {
    ...common(id, message.chat, message.edit_date ?? message.date, bot),
    kind: "edited",
    person,
    text: withoutMention(ownText(message) ?? "", bot.username),
    messageId: String(message.message_id),
  };
}

/** Anonymous admins and linked channels speak as a chat. */
function author(message: WireMessage): Person | undefined {
  const chat = message.sender_chat;
  if (chat) return { user: `chat:${chat.id}`, name: chat.title ?? chat.username ?? "" };
  return message.from && personOf(message.from);
}

function personOf(user: WireUser): Person {
  const name = [user.first_name, user.last_name].filter(Boolean).join(" ") || (user.username ?? "");
  return user.is_bot ? { user: String(user.id), name, bot: true } : { user: String(user.id), name };
}

function isToBot(message: WireMessage, text: string, bot: BotIdentity): boolean {
  const answered = message.reply_to_message;
  // In a forum every message "answers" the one that opened its topic.
  if (answered && !answered.forum_topic_created && String(answered.from?.id) === bot.id)
    return true;
  if (message.entities?.some(({ user }) => user !== undefined && String(user.id) === bot.id)) {
    return true;
  }
  const names = text.toLowerCase().matchAll(/@([a-z0-9_]+)/g);
  return [...names].some(([, name]) => name === bot.username.toLowerCase());
}

function isIn(member: WireMember): boolean {
  if (member.status === "restricted") return member.is_member === true;
  return ["creator", "administrator", "member"].includes(member.status);
}

/** Service messages about joins and leaves are ignored: these updates say the same, and more. */
function fromMember(id: string, update: WireMemberUpdate, bot: BotIdentity): Event | undefined {
  const person = personOf(update.new_chat_member.user);
  const before = isIn(update.old_chat_member);
  const after = isIn(update.new_chat_member);
  if (person.user === bot.id || before === after || update.chat.type === "channel") {
    return undefined;
  }
  const base = common(id, update.chat, update.date, bot);
  if (!after) return { ...base, kind: "left", person };
  return { ...base, kind: "joined", person, ...sourceOf(update.invite_link, bot) };
}

/** Only groups: in a private chat the same update says that a person blocked the bot. */
function fromOwnStatus(id: string, update: WireMemberUpdate, bot: BotIdentity): Event | undefined {
  const { chat, new_chat_member: member } = update;
  if (chat.type === "private" || chat.type === "channel") return undefined;
  const admin = member.status === "administrator" || member.status === "creator";
  return {
    ...common(id, chat, update.date, bot),
    kind: "bot_status",
    status: admin ? "admin" : isIn(member) ? "member" : "gone",
    title: chat.title ?? "",
    canInvite: admin && (member.status === "creator" || member.can_invite_users === true),
  };
}

function fromRequest(id: string, request: WireJoinRequest, bot: BotIdentity): Event {
  return {
    ...common(id, request.chat, request.date, bot),
    kind: "join_request",
    person: personOf(request.from),
    reply: String(request.user_chat_id ?? request.from.id),
    ...sourceOf(request.invite_link, bot),
  };
}
