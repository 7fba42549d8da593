import type { Event, Instant, MessageEvent, Place } from "../../core/event.js";
import { withoutFirstMention } from "../../core/text/mention.js";
import { MESSAGE, type MessagePayload, type PuppetEvents } from "./puppet.js";

/** The platform's name in places and events. */
export const WECHAT = "wechat";

/** Who hears it, and when it came. */
export type Here = {
  readonly account: string;
  /** The account's own user id. */
  readonly self: string;
  readonly received: Instant;
};

/**
 * Accounts of WeChat's own, which answer by themselves: a bot that heeds them talks with them for ever. Official
 * accounts begin with gh_.
 */
const SYSTEM = new Set(
  (
    "weixin fmessage filehelper newsapp weibo qqmail tmessage qmessage qqsync floatbottle lbsapp shakeapp medianote " +
    "qqfriend readerapp blogapp facebookapp masssendapp meishiapp feedsapp voip blogappweixin brandsessionholder " +
    "weixinreminder officialaccounts helper_entry wxitil userexperience_alarm " +
    "notification_messages notifymessage exmail_tool qqwanggou001 weixinguanhaozhushou mphelper"
  ).split(" "),
);
const isSystem = (user: string): boolean =>
  SYSTEM.has(user) || user.startsWith("gh_") || user.startsWith("@placeholder");

/** Notices of the platform, and what a person took back: nobody's word. */
const NOTICES: ReadonlySet<number> = new Set([MESSAGE.unknown, MESSAGE.recalled, MESSAGE.system]);

/** Stands between what somebody quotes in a reply and what they say to it. */
const QUOTED = `」\n${"- ".repeat(14)}-\n`;

/** What a message says that a person wrote, with their name still to be filled in; undefined for all others. */
export function messageOf(payload: MessagePayload, here: Here): MessageEvent | undefined {
  const { id, type, talkerId: user, text, roomId } = payload;
  if (!isId(id) || !isId(user) || user === here.self || user === roomId || isSystem(user))
    return undefined;
  if (typeof type !== "number" || NOTICES.has(type)) return undefined;
  const at = instantOf(payload.timestamp) ?? here.received;
  const direct = !isId(roomId);
  const named = listOf(payload.mentionIdList);
  const mentioned = named.includes(here.self);
  // Names in groups are anybody's to choose: where nobody else is mentioned, the mention is of this account.
  const alone = mentioned && new Set(named).size === 1;
  const own = type === MESSAGE.text && typeof text === "string" ? ownText(text) : "";
  return {
    ...common({ id: `m:${id}`, at, place: placeOf(direct ? user : roomId, direct) }, here),
    kind: "message",
    person: { user, name: "" },
    ...(type === MESSAGE.chatHistory ? { origin: "forwarded" as const } : {}),
    text: alone ? withoutFirstMention(own) : own,
    messageId: id,
    toBot: direct || mentioned,
  };
}

/** Who has come in, each by themselves; of nobody where the puppet doesn't know who. */
export const joinsOf = (raw: PuppetEvents["room-join"], here: Here): readonly Event[] =>
  movesOf("joined", raw, raw.inviteeIdList, here);

/** Who has gone, whoever may have removed them. */
export const leavesOf = (raw: PuppetEvents["room-leave"], here: Here): readonly Event[] =>
  movesOf("left", raw, raw.removeeIdList, here);

function movesOf(
  kind: "joined" | "left",
  { roomId, timestamp }: { readonly roomId: string; readonly timestamp: number },
  users: readonly string[],
  here: Here,
): readonly Event[] {
  if (!isId(roomId)) return [];
  const at = instantOf(timestamp) ?? here.received;
  const place = placeOf(roomId, false);
  return [...new Set(listOf(users))].map((user): Event => {
    const base = common({ id: `${kind}:${roomId}:${user}`, at, place }, here);
    if (user !== here.self) return { ...base, kind, person: { user, name: "" } };
    return {
      ...base,
      kind: "bot_status",
      status: kind === "joined" ? "member" : "gone",
      title: "",
    };
  });
}

const placeOf = (chat: string, direct: boolean): Place => ({ platform: WECHAT, chat, direct });

/** An id tells when it was too: after a restart that says what was heard before. */
function common(of: { id: string; at: Instant; place: Place }, { account }: Here) {
  return { ...of, id: `${WECHAT}:${of.at}:${of.id}`, platform: WECHAT, account };
}

/** When the event was that has such an id. */
export function instantIn(id: string): Instant | undefined {
  const at = new RegExp(`^${WECHAT}:(\\d+):`).exec(id)?.[1];
  return at === undefined ? undefined : Number(at);
}

/** What they wrote themselves: whatever stands before the last mark is quoted, marks included. */
function ownText(text: string): string {
  const mark = text.startsWith("「") ? text.lastIndexOf(QUOTED) : -1;
  return mark < 0 ? text : text.slice(mark + QUOTED.length);
}

/** Seconds of some puppets and milliseconds of others, which no date of this century can be both. */
function instantOf(timestamp: unknown): Instant | undefined {
  if (typeof timestamp !== "number" || !(timestamp > 0)) return undefined;
  return Math.round(timestamp < 100_000_000_000 ? timestamp * 1_000 : timestamp);
}

const isId = (value: unknown): value is string => typeof value === "string" && value !== "";
const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(isId) : [];
