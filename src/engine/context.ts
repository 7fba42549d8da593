import { randomBytes } from "node:crypto";
import type { Event, Instant, Place } from "../core/event.js";
import { needsPool } from "../domain/group/seats.js";
import type { Redemption } from "../domain/order/entry.js";
import { countersFrom, countersWanted } from "../domain/promo/counters.js";
import { takenBy } from "../features/order/redemption.js";
import { readEdition } from "../playbook/versions/version.js";
import { type Store, SYSTEM } from "../store/port.js";
import { compiledFor } from "./arms.js";
import type { CompiledPlaybook } from "./compiled-playbook.js";
import { type Context, ownerOf } from "./decision.js";
import type { Playbooks } from "./playbooks.js";

export const chatKey = (platform: string, chat: string): string => `${platform}:${chat}`;

/** The person an event is about, if it is about one. */
export function personOf(event: Event): { user: string } | undefined {
  return "person" in event ? event.person : undefined;
}

export type ContextDeps = { readonly store: Store; readonly playbooks: Playbooks };
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
  readonly own?: Redemption | undefined;
  /** Orders are typed: those before them matter. */
  readonly orders?: boolean;
  readonly spent?: ReadonlySet<string>;
};

/** Everything a decision about one group and one member looks at; undefined when the group is unknown. */
export async function loadContext(deps: ContextDeps, of: Of): Promise<Context | undefined> {
  const { store, playbooks } = deps;
  const { client, groupId, memberId } = of;
  const [group, setting, bot] = await Promise.all([
    store.get(client, "group", groupId),
    store.get(client, "setting", "client"),
    store.get(SYSTEM, "setting", "bot"),
  ]);
  const at = of.armsAt ?? of.now;
  const compiled = compiledFor(playbooks, client, { groupId, setting: setting?.value, at });
  if (!group || group.value.unbound || !compiled) return undefined;
  const [member, seat, enrolments] = memberId
    ? await Promise.all([
        store.get(client, "member", memberId),
        store.get(client, "seat", `${groupId}/${memberId}`),
        store.list(client, "enrolment", ownerOf({ group: groupId, member: memberId })),
      ])
    : [undefined, undefined, []];
  const freed = of.seats === "freed";
  const full = of.seats === "taken" && needsPool(group.value.taken, compiled.playbook.groups);
  const groups = freed || full ? await store.list(client, "group") : [];
  const versions = enrolments.map(({ value }) => value.version);
  return {
    compiled,
    past: await pastVersions(deps, { client, versions, compiled }),
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
        const rules = compiledFor(playbooks, client, { groupId: key, setting: setting?.value, at });
        return { id: key, group: value, rules: (rules ?? compiled).playbook.groups };
      }),
    waiting: freed ? await store.list(client, "seat", `waiting:${groupId}`) : [],
    approved: freed
      ? (await store.list(client, "seat", `approved:${groupId}`)).map(({ value }) => value)
      : [],
    replyTo: of.replyTo,
    ...(of.prices ? await pricesOf(deps, of, compiled) : { counters: {}, hand: [] }),
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

async function pricesOf({ store }: ContextDeps, of: Of, { promos }: CompiledPlaybook) {
  const { client, memberId: member, groupId: group, now } = of;
  const who = { group, ...(member ? { member } : {}) };
  const wanted = countersWanted(promos, who, now);
  const values = await Promise.all(wanted.map((counter) => store.counter(client, counter)));
  const stored = new Map(wanted.map((counter, index) => [counter, values[index] ?? 0]));
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

/** The stages of versions that are no longer in use. One that can't be read any more is left out. */
async function pastVersions(
  { store, playbooks }: ContextDeps,
  of: { client: string; versions: readonly string[]; compiled: CompiledPlaybook },
): Promise<ReadonlyMap<string, CompiledPlaybook>> {
  const found = new Map<string, CompiledPlaybook>();
  for (const hash of new Set(of.versions)) {
    if (hash === of.compiled.version) continue;
    const choice = { persona: of.compiled.persona.id, version: hash };
    if (!playbooks.compiled(of.client, choice)) {
      const content = await store.version(of.client, hash);
      const version = content === undefined ? undefined : readEdition(content, () => undefined);
      if (version) playbooks.shelve(version);
    }
    const compiled = playbooks.compiled(of.client, choice);
    if (compiled) found.set(hash, compiled);
  }
  return found;
}
