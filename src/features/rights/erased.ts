import type { Event } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import type { About, Erased } from "../../engine/about.js";
import { chatKey } from "../../engine/context.js";
import type { Feature } from "../../engine/feature.js";
import { othersOf } from "../../engine/person.js";
import { type Erasure, type RowSeen, type Store, type Stored, SYSTEM } from "../../store/port.js";
import { idsIn } from "../order/about.js";
import type {} from "./records.js";

/** Facts say things in people's own words under these names. */
const WORDS = new Set(["how", "reason", "of", "args", "why", "name"]);
/** A shorter name stands in too many texts to be somebody's. */
const SHORTEST_NAME = 2;

/** All that names a member's person: their accounts, the names they go by, their hashed phones. */
export async function erasedOf(store: Store, client: string, member: string): Promise<Erased> {
  const keys = [member, ...(await othersOf(store, client, member))];
  const members = await store.find(client, "member", keys);
  const users = keys.map((key) => members.get(key)?.value.user ?? key.slice(key.indexOf(":") + 1));
  const names = [...members.values()].map(({ value }) => value.name).filter((name) => name !== "");
  const ids: string[] = [];
  for await (const { key, value } of store.walk(client, "identity"))
    if (keys.includes(value.member)) ids.push(key, key.slice(key.indexOf(":") + 1));
  for (const key of keys)
    for (const { value } of await store.list(client, "order", key))
      for (const { phone, union } of idsIn(value.record)) ids.push(phone ?? "", union ?? "");
  const whole = (text: string, part: string) =>
    text.split(/[\s/,，、@]+/u).some((one) => one === part);
  return {
    keys,
    marks: [...new Set([...keys, ...users, ...names, ...ids])].filter((one) => one !== ""),
    is: (key) => key !== undefined && keys.includes(key),
    in: (text) => keys.some((key) => whole(text, key)),
    named: (text) =>
      [...keys, ...users].some((one) => whole(text, one)) ||
      names.some((name) => name.length >= SHORTEST_NAME && text.includes(name)),
  };
}

/** What is done about an erased person in one client's data, or in what is kept for no client. */
export function erasureOf(features: readonly Feature[], client: string, who: Erased): Erasure {
  const about = aboutOf(features);
  return {
    client,
    marks: who.marks,
    record(stored) {
      const its = about(stored.kind);
      if (its === "nobody") return stored.value;
      const left = its(stored, who);
      return left === "gone" ? undefined : left;
    },
    owner: (owner) => who.in(owner),
    fact: (fact) => withoutThem(fact, who),
    row: (row) => isTheirRow(row, who),
    counter: who.in,
    deadLetter: (event) => isTheirEvent(event, who),
  };
}

/** @throws Error for a kind of record of which no feature says whom it is about: a bug */
function aboutOf(features: readonly Feature[]) {
  const all = new Map(features.flatMap(({ about = {} }) => Object.entries(about)));
  return (kind: Stored["kind"]) => {
    const its = all.get(kind);
    if (its === undefined) throw new Error(`no feature says whom ${kind} is about`);
    // Each stands under the kind of record that it takes.
    return its as About<Stored["kind"]>;
  };
}

/** What happened stays, for the sums; whom it happened to doesn't. */
function withoutThem(fact: Fact, who: Erased): Fact {
  const { member, data = {}, ...rest } = fact;
  const isWritten = ([name, value]: [string, unknown]) =>
    typeof value === "string" && (who.in(value) || (WORDS.has(name) && who.named(value)));
  const written = Object.entries(data).filter(isWritten);
  if (!who.is(member) && written.length === 0) return fact;
  const left = Object.entries(data).filter((entry) => !isWritten(entry));
  return {
    ...rest,
    ...(member !== undefined && !who.is(member) && { member }),
    ...(left.length > 0 && { data: Object.fromEntries(left) }),
  };
}

/** What was said to them or about them; what still waits for a group goes only where it was an answer. */
function isTheirRow({ key, action, ended }: RowSeen, who: Erased): boolean {
  const { to } = action;
  if (who.in(key) || who.keys.some((one) => key.includes(one))) return true;
  if (to.direct && who.is(chatKey(to.platform, to.chat))) return true;
  if ("user" in action && who.is(chatKey(to.platform, action.user))) return true;
  const said = action.kind === "send_text" ? action.text : "alt" in action ? action.alt : "";
  if (ended) return who.marks.some((mark) => said.includes(mark));
  return key.startsWith("event:") && who.named(said);
}

const isTheirEvent = (event: Event, who: Erased): boolean =>
  ("person" in event && who.is(chatKey(event.platform, event.person.user))) ||
  (event.kind === "effect_failing" &&
    event.user !== undefined &&
    who.is(chatKey(event.platform, event.user)));

/** Does away with a member and all of their accounts, at one client. */
export async function eraseMember(
  store: Store,
  features: readonly Feature[],
  { client, member }: { readonly client: string; readonly member: string },
): Promise<void> {
  const who = await erasedOf(store, client, member);
  await store.erase(erasureOf(features, client, who));
  // What operators typed and were told is kept for no client.
  const ours = erasureOf(features, SYSTEM, who);
  const isOurs = ({ data }: Fact) => data?.client === undefined || data.client === client;
  await store.erase({ ...ours, fact: (fact) => (isOurs(fact) ? ours.fact(fact) : fact) });
}
