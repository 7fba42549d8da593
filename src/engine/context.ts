import { randomBytes } from "node:crypto";
import type { Event, Instant } from "../core/event.js";
import { type Store, SYSTEM } from "../store/port.js";
import { compiledFor } from "./arms.js";
import type { Completion, Context, Loaded, ReplyTo } from "./decision.js";
import type { Playbooks } from "./playbooks.js";

/** The key of a person on a platform, or of a chat there whichever account hears it. */
export const chatKey = (platform: string, chat: string): string => `${platform}:${chat}`;

/** The key of an account's binding to a chat, and of the group that it makes; accounts may share a chat. */
export const bindingKey = (account: string, chat: string): string => `${account}:${chat}`;

/** The person an event is about, if it is about one. */
export function personOf(event: Event): { user: string } | undefined {
  return "person" in event ? event.person : undefined;
}

export type ContextDeps = {
  readonly store: Store;
  readonly playbooks: Playbooks;
  /** Of which only what completes a decision matters here. */
  readonly features: readonly { readonly complete?: Completion }[];
};
/** Loads what a feature needs, for the group and member of a context. */
export type Need = (deps: ContextDeps, context: Context) => Promise<Loaded>;
type Of = {
  readonly client: string;
  readonly groupId: string;
  readonly memberId?: string | undefined;
  readonly now: Instant;
  /** The arms are those of this instant; without it of now. */
  readonly armsAt?: Instant | undefined;
  readonly seed: string;
  readonly replyTo?: ReplyTo | undefined;
  readonly needs?: readonly Need[];
  readonly spent?: ReadonlySet<string>;
};

/** Everything a decision about one group and one member looks at; undefined when the group is unknown. */
export async function loadContext(deps: ContextDeps, of: Of): Promise<Context | undefined> {
  const { store, playbooks } = deps;
  const { client, groupId, memberId, needs = [] } = of;
  const [group, setting, bot] = await Promise.all([
    store.get(client, "group", groupId),
    store.get(client, "setting", "client"),
    store.get(SYSTEM, "setting", "bot"),
  ]);
  const at = of.armsAt ?? of.now;
  const compiled = compiledFor(playbooks, client, { groupId, setting: setting?.value, at });
  if (!group || group.value.unbound || !compiled) return undefined;
  const [member, seat] = memberId
    ? await Promise.all([
        store.get(client, "member", memberId),
        store.get(client, "seat", `${groupId}/${memberId}`),
      ])
    : [undefined, undefined];
  const context: Context = {
    compiled,
    now: of.now,
    armsAt: at,
    seed: of.seed,
    groupId,
    group,
    member,
    seat,
    replyTo: of.replyTo,
    loaded: NOTHING_LOADED,
    completions: deps.features.flatMap(({ complete }) => complete ?? []),
    spent: of.spent ?? NOTHING_SPENT,
    entropy: () => randomBytes(ENTROPY_BYTES),
    paused: Boolean(group.value.paused || setting?.value.paused || bot?.value.paused),
    ...(memberId ? { memberId } : {}),
  };
  if (needs.length === 0) return context;
  const loaded = await Promise.all(needs.map((need) => need(deps, context)));
  return { ...context, loaded: Object.assign({}, ...loaded) };
}

const NOTHING_LOADED: Loaded = {};
const NOTHING_SPENT: ReadonlySet<string> = new Set();
/** As many as the longest code has signs. */
const ENTROPY_BYTES = 32;
