import type { Event } from "../core/event.js";
import type { TypedRecord } from "../core/record.js";
import { listTitle, type OrderDraft, parseOrderText, speaksOfOrders } from "../order/text.js";
import { cleanName } from "../persona/speak.js";
import { memberText } from "../promo/member-texts.js";
import type { Stored } from "../store/port.js";
import { addFact, type Draft } from "./draft.js";
import { say, sayText } from "./say.js";
import { tellText } from "./tell.js";
import { TYPED } from "./view.js";

/** A list that is posted again within a day is the same list. */
const LIST_LIVES_MS = 24 * 3_600_000;
/** Confirmed and dropped orders are forgotten after a week; the order itself stays. */
const KEPT_MS = 7 * 24 * 3_600_000;
const TELL_AGAIN_MS = 10 * 60_000;
/** Waiting in one group, and taken from one message. */
const MOST_WAITING = 200;
const MOST_AT_ONCE = 100;
const LONGEST_TITLE = 60;

/**
 * Notes orders that are typed in a group (`姓名|商品|金额`, 接龙) for an operator to confirm. An entry of a
 * list that was noted before is not noted twice; one that changed replaces what still waits.
 */
export function noteOrders(draft: Draft, event: Event): boolean {
  const { playbook } = draft.stage;
  if (event.kind !== "message" || !playbook.orders.typed || !speaksOfOrders(event.text))
    return false;
  const { drafts, unreadable } = parseOrderText(event.text, playbook.currency);
  const title = listTitle(event.text);
  if (drafts.length === 0) {
    if (title !== "" || unreadable.every(({ reason }) => reason === "FORM")) return false;
    sayText(draft, memberText("typed_unclear", playbook.locale, {}));
    return true;
  }
  forget(draft);
  const fresh = drafts.slice(0, MOST_AT_ONCE).filter((one) => !settledBefore(draft, one, title));
  const waiting = draft.view.typed.known.filter(({ value }) => value.state === "waiting").length;
  const room = fresh.slice(0, Math.max(0, MOST_WAITING - waiting));
  for (const [index, one] of room.entries()) {
    const key = String(draft.view.typed.last + index + 1);
    const by = fresh.length === 1 ? draft.view.memberId : undefined;
    put(draft, { key, rev: 0 }, typedOf(draft, one, { title, by }));
    addFact(draft, "order_typed", { n: key, amount: one.amount });
  }
  if (room.length > 0) draft.changes.push({ op: "add", counter: TYPED, by: room.length });
  if (fresh.length > 0) tell(draft, waiting + room.length, fresh.length > room.length);
  if (room.length > 0 && playbook.orders.typed.say) {
    say(draft, playbook.orders.typed.say, { unasked: false });
  }
  return true;
}

/** Whether this entry was noted before; what still waits takes the newest content. */
function settledBefore(draft: Draft, one: OrderDraft, title: string): boolean {
  const now = typedOf(draft, one, { title });
  if (now.entry === undefined) return false;
  const since = draft.view.now - LIST_LIVES_MS;
  const before = draft.view.typed.known
    .filter(({ value }) => value.entry === now.entry && value.at > since)
    .sort((a, b) => Number(b.key) - Number(a.key))[0];
  if (!before) return false;
  if (contentOf(before.value) === contentOf(now)) return true;
  if (before.value.state !== "waiting") return false;
  const { name, items, amount } = now;
  put(draft, before, { ...before.value, name, items, amount });
  return true;
}

const contentOf = ({ name, items, amount }: TypedRecord): string =>
  JSON.stringify([name, items.map(({ title, qty }) => [title, qty]), amount]);

function typedOf(
  draft: Draft,
  { entry, name, items, amount }: OrderDraft,
  { title, by }: { title: string; by?: string | undefined },
): TypedRecord {
  const { groupId: group, now: at } = draft.view;
  return {
    group,
    at,
    state: "waiting",
    name: cleanName(name),
    items: items.map((item) => ({ ...item, title: item.title.slice(0, LONGEST_TITLE) })),
    amount,
    ...(by === undefined ? {} : { by }),
    ...(title === "" || entry === undefined ? {} : { entry: `${title.slice(0, 200)}\n${entry}` }),
  };
}

function put(draft: Draft, { key, rev }: Pick<Stored, "key" | "rev">, value: TypedRecord): void {
  draft.changes.push({ op: "put", kind: "typed", key, value, owner: value.group, rev });
}

function forget(draft: Draft): void {
  for (const { key, value } of draft.view.typed.known) {
    const old = value.at < draft.view.now - KEPT_MS;
    if (old && value.state !== "waiting") draft.changes.push({ op: "remove", kind: "typed", key });
  }
}

/** Tells the operators that orders wait for them, at most once in ten minutes. */
function tell(draft: Draft, waiting: number, full: boolean): void {
  const { now } = draft.view;
  if (now - (draft.group.typedTold ?? Number.NEGATIVE_INFINITY) < TELL_AGAIN_MS) return;
  draft.group = { ...draft.group, typedTold: now };
  const params = { group: draft.group.title, n: String(waiting) };
  tellText(
    draft,
    memberText(full ? "typed_full" : "typed_waiting", draft.stage.playbook.locale, params),
  );
}
