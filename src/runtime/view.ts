import { randomBytes } from "node:crypto";
import type { Event, Instant, Place } from "../core/event.js";
import type { Booking } from "../core/record.js";
import { needsPool } from "../group/seats.js";
import { readEdition } from "../playbook/edition.js";
import { countersFrom, countersWanted } from "../promo/counters.js";
import { type Store, SYSTEM } from "../store/port.js";
import { groupStage } from "./arms.js";
import type { Book } from "./book.js";
import { takenBy } from "./booked.js";
import { ownerOf, type View } from "./draft.js";
import type { Stage } from "./stage.js";

export const chatKey = (platform: string, chat: string): string => `${platform}:${chat}`;

/** The person an event is about, if it is about one. */
export function personOf(event: Event): { user: string } | undefined {
  return "person" in event ? event.person : undefined;
}

export type ViewDeps = { readonly store: Store; readonly book: Book };
type Of = {
  readonly client: string;
  readonly groupId: string;
  readonly memberId?: string | undefined;
  readonly now: Instant;
  /** The arms are those of this instant; without it of now. */
  readonly armsAt?: Instant | undefined;
  readonly seed: string;
  /** A seat may be taken: the next group may matter. One may be freed: so may who waits for it. */
  readonly seats?: "taken" | "freed" | undefined;
  readonly replyTo?: Place | undefined;
  /** A price is asked for: what is used up, and the member's coupons, are needed. */
  readonly prices?: boolean;
  /** A coupon's code that was typed. */
  readonly code?: string | undefined;
  /** The booking that is being decided about: what it takes is not counted against it. */
  readonly own?: Booking | undefined;
  /** Orders are typed: those before them matter. */
  readonly orders?: boolean;
  readonly spent?: ReadonlySet<string>;
};

/** Everything a decision about one group and one member looks at; undefined when the group is unknown. */
export async function loadView(deps: ViewDeps, of: Of): Promise<View | undefined> {
  const { store, book } = deps;
  const { client, groupId, memberId } = of;
  const [group, setting, bot] = await Promise.all([
    store.get(client, "group", groupId),
    store.get(client, "setting", "client"),
    store.get(SYSTEM, "setting", "bot"),
  ]);
  const at = of.armsAt ?? of.now;
  const stage = groupStage(book, client, { groupId, setting: setting?.value, at });
  if (!group || group.value.unbound || !stage) return undefined;
  const [member, seat, enrolments] = memberId
    ? await Promise.all([
        store.get(client, "member", memberId),
        store.get(client, "seat", `${groupId}/${memberId}`),
        store.list(client, "enrolment", ownerOf({ group: groupId, member: memberId })),
      ])
    : [undefined, undefined, []];
  const freed = of.seats === "freed";
  const full = of.seats === "taken" && needsPool(group.value.taken, stage.playbook.groups);
  const groups = freed || full ? await store.list(client, "group") : [];
  const versions = enrolments.map(({ value }) => value.version);
  return {
    stage,
    past: await pastStages(deps, { client, versions, stage }),
    now: of.now,
    seed: of.seed,
    groupId,
    group,
    member,
    seat,
    enrolments,
    pool: groups
      .filter(({ value }) => !value.unbound)
      .map(({ key, value }) => {
        const rules = groupStage(book, client, { groupId: key, setting: setting?.value, at });
        return { id: key, group: value, rules: (rules ?? stage).playbook.groups };
      }),
    waiting: freed ? await store.list(client, "seat", `waiting:${groupId}`) : [],
    approved: freed
      ? (await store.list(client, "seat", `approved:${groupId}`)).map(({ value }) => value)
      : [],
    replyTo: of.replyTo,
    ...(of.prices
      ? await pricesOf(deps, of, stage)
      : { counters: memberId ? await totalsOf(deps, of, stage) : {}, hand: [] }),
    typed: of.orders
      ? {
          known: await store.list(client, "typed", groupId),
          last: await store.counter(client, TYPED),
        }
      : { known: [], last: 0 },
    spent: of.spent ?? NOTHING,
    entropy: () => randomBytes(CODE_SIGNS),
    paused: Boolean(group.value.paused || setting?.value.paused || bot?.value.paused),
    ...(memberId ? { memberId } : {}),
  };
}

/** Counts the orders typed in a client's chats; each takes its number from it. */
export const TYPED = "typed";
const NOTHING: ReadonlySet<string> = new Set();
/** As many as the longest code has signs. */
const CODE_SIGNS = 32;

async function pricesOf({ store }: ViewDeps, of: Of, { promos }: Stage) {
  const { client, memberId: member, groupId: group, now } = of;
  const who = { group, ...(member ? { member } : {}) };
  const stored = await storedOf(store, client, countersWanted(promos, who, now));
  const own = takenBy(of.own);
  const counters = countersFrom({
    compiled: promos,
    who,
    now,
    stored: (counter) => (stored.get(counter) ?? 0) - (own.get(counter)?.by ?? 0),
  });
  const hand = member ? await store.list(client, "coupon", member) : [];
  const { code = "" } = of;
  const asked = code.length <= CODE_SIGNS ? await store.get(client, "coupon", code) : undefined;
  return { counters, hand: hand.map(({ value }) => value), asked: asked?.value };
}

/** How far the promos are used up, for everybody, whose coupons a script may grant. */
async function totalsOf({ store }: ViewDeps, { client, now }: Of, { promos, grants }: Stage) {
  if (grants.size === 0) return {};
  const compiled = { ...promos, rules: promos.rules.filter(({ id }) => grants.has(id)) };
  const of = { compiled, who: {}, now };
  const stored = await storedOf(store, client, countersWanted(compiled, of.who, now));
  return countersFrom({ ...of, stored: (counter) => stored.get(counter) });
}

async function storedOf(
  store: Store,
  client: string,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const values = await Promise.all(wanted.map((counter) => store.counter(client, counter)));
  return new Map(wanted.map((counter, index) => [counter, values[index] ?? 0]));
}

/** The stages of versions that are no longer in use. One that can't be read any more is left out. */
async function pastStages(
  { store, book }: ViewDeps,
  of: { client: string; versions: readonly string[]; stage: Stage },
): Promise<ReadonlyMap<string, Stage>> {
  const found = new Map<string, Stage>();
  for (const version of new Set(of.versions)) {
    if (version === of.stage.version) continue;
    const choice = { persona: of.stage.persona.id, version };
    if (!book.stage(of.client, choice)) {
      const content = await store.version(of.client, version);
      const edition = content === undefined ? undefined : readEdition(content, () => undefined);
      if (edition) book.shelve(edition);
    }
    const stage = book.stage(of.client, choice);
    if (stage) found.set(version, stage);
  }
  return found;
}
