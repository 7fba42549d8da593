import type { Event } from "../../core/event.js";
import { cleanText } from "../../core/outside-text.js";
import { type ComparedList, compareList, contentOf } from "../../domain/order/list.js";
import { listTitle, type ParsedOrder, parseOrderText } from "../../domain/order/text.js";
import { cleanName } from "../../domain/persona/speak.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { say, sayText } from "../../engine/say.js";
import type { Stored } from "../../store/port.js";
import { TYPED } from "./chat-orders-need.js";
import { planChatOrderNotice } from "./notice.js";
import type { ChatOrderRecord } from "./records.js";
import { text } from "./texts.js";

/** What is posted under a list's title within a day of an entry is that entry's list. */
const LIST_LIVES_MS = 24 * 3_600_000;
/** What no longer waits is forgotten after a week; the order itself stays. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** Waiting in one group, and taken from one message. */
const MOST_WAITING = 200;
const MOST_AT_ONCE = 100;
const LONGEST_TITLE = 60;
const LONGEST_LIST = 200;

/**
 * Notes orders that are typed in a group (`姓名|商品|金额`, 接龙) for an operator to confirm. Entries of a
 * list that were noted before are not noted twice, whatever their number; one that changed gets a new
 * number, so that nobody confirms what they have not seen. What its writer changes in a message afterwards is
 * followed in the same way.
 */
export function noteChatOrders(decision: Decision, event: Event): boolean {
  const { playbook } = decision.compiled;
  if (event.kind !== "message" && event.kind !== "edited") return false;
  if (!playbook.orders.typed || !decision.context.loaded.chatOrders) return false;
  const { drafts, unreadable } = parseOrderText(event.text, playbook.currency);
  const list = listTitle(event.text).slice(0, LONGEST_LIST);
  const message = `${event.place.chat}/${event.messageId}`;
  const noted = notedOf(decision, { list, message });
  const edited = event.kind === "edited";
  if (drafts.length === 0 && !(edited && noted.size > 0)) {
    if (list !== "" || unreadable.every(({ reason }) => reason === "FORM")) return false;
    sayText(decision, text(playbook.locale, "unclear"));
    return true;
  }
  forget(decision);
  const posted = drafts
    .map((one) => typedOf(decision, one, { list, message }))
    .filter((one) => !edited || !isOutdated(decision, one));
  const { same, changed, gone } = compareList(
    posted,
    [...noted.values()].flatMap(({ key, value: { state, ...value } }) =>
      state === "replaced" ? [] : { ...value, state, key },
    ),
  );
  const fresh = posted.flatMap((value, at) =>
    same.has(at) || changed.has(at) ? [] : { value, before: undefined },
  );
  const waiting = known(decision).filter(({ value }) => value.state === "waiting").length;
  const room = fresh.slice(0, Math.max(0, Math.min(MOST_AT_ONCE, MOST_WAITING - waiting)));
  const newer = [...changed].flatMap(([at, key]) => {
    const value = posted[at];
    return value ? { value, before: noted.get(key) } : [];
  });
  // An edited post need not be the newest of its list: it only takes back what it brought itself.
  const taken = gone.filter((key) => !edited || noted.get(key)?.value.message === message);
  markGone(decision, noted, { same, gone: taken });
  note(decision, [...newer, ...room], fresh.length + newer.length === 1);
  if (fresh.length + newer.length > 0) {
    const missed = fresh.length > room.length;
    planChatOrderNotice(decision, { waiting: waiting + room.length, missed });
  }
  if (newer.length + room.length > 0 && playbook.orders.typed.say) {
    // Of other orders it is another answer, in the same words.
    say(decision, playbook.orders.typed.say, { unasked: false, of: JSON.stringify(drafts) });
  }
  return true;
}

type Note = { readonly value: ChatOrderRecord; readonly before: Stored<"typed"> | undefined };

/** @param alone it is all that the message brings, and so its writer's. */
function note(decision: Decision, notes: readonly Note[], alone: boolean): void {
  const { memberId, loaded } = decision.context;
  for (const [index, { value, before }] of notes.entries()) {
    const key = String((loaded.chatOrders?.last ?? 0) + index + 1);
    // What somebody else changed is nobody's until an operator says whose.
    const own = before ? before.value.by !== undefined && before.value.by === memberId : alone;
    put(
      decision,
      { key, rev: 0 },
      own && memberId !== undefined ? { ...value, by: memberId } : value,
    );
    if (before) put(decision, before, { ...before.value, state: "replaced", next: key });
    addFact(decision, "order_typed", { n: key, amount: value.amount });
  }
  if (notes.length > 0) decision.changes.push({ op: "add", counter: TYPED, by: notes.length });
}

type Source = Pick<ChatOrderRecord, "message"> & { readonly list: string };

/** What was noted of a message as it was before, or of its list, by number. */
function notedOf(
  decision: Decision,
  { list, message }: Source,
): ReadonlyMap<string, Stored<"typed">> {
  const since = decision.context.now - LIST_LIVES_MS;
  const noted = known(decision)
    .filter(
      ({ value }) =>
        value.message === message || (list !== "" && value.list === list && value.at > since),
    )
    .sort((a, b) => Number(a.key) - Number(b.key));
  return new Map(noted.map((one) => [one.key, one]));
}

/** Whether an entry stood in its message before and another message has changed it since. */
function isOutdated(decision: Decision, entry: ChatOrderRecord): boolean {
  return known(decision).some(({ value }) => {
    if (value.state !== "replaced" || value.message !== entry.message) return false;
    const newer = known(decision).find(({ key }) => key === value.next);
    return newer?.value.message !== value.message && contentOf(value) === contentOf(entry);
  });
}

/** What waits and is no longer in the list may still be right: an operator sees it, and decides. */
function markGone(
  decision: Decision,
  noted: ReadonlyMap<string, Stored<"typed">>,
  { same, gone }: Pick<ComparedList, "same" | "gone">,
): void {
  for (const key of gone) {
    const one = noted.get(key);
    if (one && !one.value.gone) put(decision, one, { ...one.value, gone: true });
  }
  for (const key of same.values()) {
    const one = noted.get(key);
    if (!one?.value.gone) continue;
    const { gone: _gone, ...value } = one.value;
    put(decision, one, value);
  }
}

function typedOf(
  decision: Decision,
  { name, items, amount }: ParsedOrder,
  { list, message }: Source,
): ChatOrderRecord {
  const { groupId: group, now: at } = decision.context;
  return {
    group,
    at,
    state: "waiting",
    name: cleanName(name),
    items: items.map((item) => ({ ...item, title: cleanText(item.title, LONGEST_TITLE) })),
    amount,
    ...(message === undefined ? {} : { message }),
    ...(list === "" ? {} : { list }),
  };
}

function put(
  decision: Decision,
  { key, rev }: Pick<Stored, "key" | "rev">,
  value: ChatOrderRecord,
): void {
  decision.changes.push({ op: "put", kind: "typed", key, value, owner: value.group, rev });
}

function forget(decision: Decision): void {
  for (const { key, value } of known(decision)) {
    const old = value.at < decision.context.now - KEPT_MS;
    if (old && value.state !== "waiting")
      decision.changes.push({ op: "remove", kind: "typed", key });
  }
}

const known = ({ context }: Decision) => context.loaded.chatOrders?.known ?? [];
