import { StoreFailure } from "../core/errors.js";
import type { Event } from "../core/event.js";
import { type Accepted, type Commit, type Store, SYSTEM } from "../store/port.js";
import type { RunCommand } from "./commands/run.js";
import { commitWithRetry } from "./commit-with-retry.js";
import { bindingKey, chatKey, loadContext, personOf } from "./context.js";
import { decide } from "./decide.js";
import type { Deps } from "./feature.js";
import { heed } from "./heed.js";
import type { Retry } from "./retries.js";

export type InboundDeps = Deps & {
  readonly command: RunCommand;
  /** The version of this program. */
  readonly program?: string | undefined;
  /** Told of every bug: a message that no handler could digest. */
  readonly onDeadLetter: (seq: number, error: unknown, client?: string) => void;
  readonly wake: () => void;
  readonly retry: Retry;
  /** The clients that aren't in use now and will be, once their files are right. */
  readonly awaited?: (() => readonly string[]) | undefined;
  /** Told of an event that stays as it is until then. */
  readonly leaveOpen?: ((seq: number) => void) | undefined;
};

/** The client and group that an event belongs to. */
type Home = { readonly client: string; readonly group: string };

/**
 * What an event is kept in order by: its chat and the person it is about, whose record all their groups
 * share; and the id under which a chat goes on, so that what comes there waits until it is known.
 */
export function keysOf(event: Event): readonly string[] {
  const person = personOf(event);
  const chats = event.kind === "migrated" ? [event.place.chat, event.to] : [event.place.chat];
  return [...chats, ...(person ? [person.user] : [])].map((id) => chatKey(event.platform, id));
}

/** An event as it is taken in; `again` when an operator wants it handled, however old it is. */
export type Taken = Accepted & { readonly again?: boolean };

/**
 * Handles one accepted event from top to bottom. @throws nothing a caller must handle: a bug makes a dead
 * letter, and what a full disk still kept out at a stop is taken up at the next start.
 */
export async function handle(deps: InboundDeps, accepted: Taken): Promise<void> {
  try {
    await deps.retry(() => handleOnce(deps, accepted));
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
  } finally {
    deps.wake();
  }
}

async function handleOnce(deps: InboundDeps, accepted: Taken): Promise<void> {
  const { seq, event, again } = accepted;
  try {
    const platform = deps.platforms.find(({ account }) => account === event.account);
    const now = again ? event.at : (platform?.time?.().at ?? deps.clock.now());
    const heeded = heed(event, { self: platform?.self.name, now });
    if (!heeded) await settle(deps, seq);
    else if (!(await deps.command(heeded, seq))) await decideWhereItBelongs(deps, seq, heeded);
  } catch (error) {
    if (error instanceof StoreFailure) throw error;
    await tellSetAside(deps, accepted);
    const why = error instanceof Error ? error.message : String(error);
    const client =
      event.kind === "order" ? event.client : (await bindingOf(deps, event))[0]?.client;
    await deps.store.deadLetter(seq, why, deps.program);
    deps.onDeadLetter(seq, error, client);
  }
}

/** A bug in telling of a bug keeps no event from being set aside. */
async function tellSetAside(deps: InboundDeps, accepted: Accepted): Promise<void> {
  for (const { setAside } of deps.features) {
    try {
      await setAside?.(deps, accepted);
    } catch (error) {
      if (error instanceof StoreFailure) throw error;
      deps.onDeadLetter(accepted.seq, error);
    }
  }
}

async function decideWhereItBelongs(deps: InboundDeps, seq: number, event: Event): Promise<void> {
  for (const { handle } of deps.features) if (handle && (await handle(deps, seq, event))) return;
  const homes = event.place.direct ? await homesOf(deps, event) : await bindingOf(deps, event);
  if (await isAwaited(deps, event, homes)) return deps.leaveOpen?.(seq);
  if (event.kind === "migrated" && homes[0]) await rebind(deps, event, homes[0]);
  const last = homes.at(-1);
  if (!last && event.kind === "message" && event.place.direct) {
    for (const { stranger } of deps.features) if (await stranger?.(deps, seq, event)) return;
  }
  for (const home of homes) await decideAt(deps, home, event, home === last ? seq : undefined, seq);
  if (!last) await settle(deps, seq);
}

/** Whether an event is a client's that isn't in use now: of its group, or by somebody whom it alone knows. */
async function isAwaited(
  { awaited, store }: InboundDeps,
  event: Event,
  homes: readonly Home[],
): Promise<boolean> {
  const clients = awaited?.() ?? [];
  const [home] = homes;
  if (home) return clients.includes(home.client);
  const person = event.place.direct ? personOf(event) : undefined;
  if (!person) return false;
  const key = chatKey(event.platform, person.user);
  for (const client of clients) if (await store.get(client, "member", key)) return true;
  return false;
}

/** Nothing comes of an event. */
const settle = ({ store }: InboundDeps, seq: number) =>
  store.commit({ client: SYSTEM, handles: seq, changes: [], outbox: [], facts: [] });

async function decideAt(
  deps: InboundDeps,
  { client, group }: Home,
  event: Event,
  handles: number | undefined,
  seq: number,
): Promise<void> {
  const person = personOf(event);
  const needs = deps.features.flatMap((feature) => feature.needs?.(event) ?? []);
  await commitWithRetry(deps.store, async (spent) => {
    const context = await loadContext(deps, {
      client,
      groupId: group,
      now: deps.clock.now(),
      seed: `event:${seq}`,
      memberId: person && chatKey(event.platform, person.user),
      replyTo: event.place.direct ? { place: event.place, account: event.account } : undefined,
      needs,
      spent,
    });
    const nothing: Commit = { client, handles, changes: [], outbox: [], facts: [] };
    return context ? decide(deps.features, context, event, handles) : nothing;
  });
}

async function bindingOf({ store }: InboundDeps, event: Event): Promise<readonly Home[]> {
  const bound = await store.get(SYSTEM, "binding", bindingKey(event.account, event.place.chat));
  return bound ? [bound.value] : [];
}

/**
 * Whom a direct message is for: the client whose group its writer was seen in last. What a feature says
 * concerns all, such as a wish to be left alone, is for every client that knows them. Clients without a group
 * on the account that was written to have no part in it: nobody learns who else is served here.
 */
async function homesOf(
  { store, playbooks, features }: InboundDeps,
  event: Event,
): Promise<readonly Home[]> {
  if (event.kind !== "message" && event.kind !== "overheard") return [];
  const key = chatKey(event.platform, event.person.user);
  const known: (Home & { readonly seenAt: number })[] = [];
  for (const client of playbooks.clients()) {
    const member = (await store.get(client, "member", key))?.value;
    if (!member?.home || !(await speaksBy(store, event.account, client, member.home))) continue;
    known.push({ client, group: member.home, seenAt: member.seenAt ?? 0 });
  }
  const concerned = known.filter(({ client }) => {
    const playbook = playbooks.current(client)?.playbook;
    const text = event.kind === "message" ? event.text : event.late?.text;
    if (!playbook || text === undefined) return false;
    return features.some((one) => one.concernsAll?.(text, playbook));
  });
  const latest = [...known].sort((a, b) => b.seenAt - a.seenAt).slice(0, 1);
  return concerned.length > 0 ? concerned : latest;
}

/** Whether a client has a group on an account; the member's own is looked at first. */
async function speaksBy(
  store: Store,
  account: string,
  client: string,
  home: string,
): Promise<boolean> {
  if ((await store.get(client, "group", home))?.value.account === account) return true;
  const groups = await store.list(client, "group");
  return groups.some(({ value }) => value.account === account && !value.unbound);
}

/** The new id belongs to the old group before anything is decided, so a crash in between loses nothing. */
async function rebind(
  { store }: InboundDeps,
  event: Extract<Event, { kind: "migrated" }>,
  value: Home,
): Promise<void> {
  const key = bindingKey(event.account, event.to);
  await store.commit({
    client: SYSTEM,
    changes: [{ op: "put", kind: "binding", key, value }],
    outbox: [],
    facts: [],
  });
}
