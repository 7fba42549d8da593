import { decide } from "../app/decide.js";
import type { Event } from "../core/event.js";
import type { Clock } from "../core/time/clock.js";
import { asksToStop } from "../domain/guard/opt-out.js";
import { speaksOfOrders } from "../domain/order/text.js";
import { askOf } from "../domain/promo/ask.js";
import { settleOrder } from "../features/order/orders.js";
import { type Accepted, type Commit, SYSTEM } from "../store/port.js";
import type { RunCommand } from "./commands/run.js";
import { commitWithRetry } from "./commit-with-retry.js";
import { type ContextDeps, chatKey, loadContext, personOf } from "./context.js";

export type InboundDeps = ContextDeps & {
  readonly clock: Clock;
  readonly command: RunCommand;
  /** Told of every bug: a message that no handler could digest. */
  readonly onParked: (seq: number, error: unknown) => void;
  readonly wake: () => void;
};

/** Events after which a seat may be free, and those that ask for one. */
const FREES_SEATS: ReadonlySet<Event["kind"]> = new Set([
  "left",
  "counted",
  "bot_status",
  "not_admitted",
]);
const TAKES_SEATS: ReadonlySet<Event["kind"]> = new Set(["joined", "join_request"]);

/** The client and group that an event belongs to. */
type Home = { readonly client: string; readonly group: string };

/** Handles one accepted event from top to bottom. @throws nothing a caller must handle: bugs are parked. */
export async function handle(deps: InboundDeps, { seq, event }: Accepted): Promise<void> {
  try {
    if (await deps.command(event, seq)) return;
    await settle(deps, seq, event);
  } catch (error) {
    await deps.store.park(seq, error instanceof Error ? error.message : String(error));
    deps.onParked(seq, error);
  } finally {
    deps.wake();
  }
}

async function settle(deps: InboundDeps, seq: number, event: Event): Promise<void> {
  if (event.kind === "order") return settleOrder(deps, seq, event);
  const homes = event.place.direct ? await homesOf(deps, event) : await bindingOf(deps, event);
  if (event.kind === "migrated" && homes[0]) await rebind(deps, event, homes[0]);
  const last = homes.at(-1);
  for (const home of homes) await decideAt(deps, home, event, home === last ? seq : undefined, seq);
  if (!last) {
    await deps.store.commit({ client: SYSTEM, handles: seq, changes: [], outbox: [], facts: [] });
  }
}

async function decideAt(
  deps: InboundDeps,
  { client, group }: Home,
  event: Event,
  handles: number | undefined,
  seq: number,
): Promise<void> {
  const person = personOf(event);
  const ask = event.kind === "message" ? askOf(event.text) : undefined;
  await commitWithRetry(deps.store, async (spent) => {
    const context = await loadContext(deps, {
      client,
      groupId: group,
      now: deps.clock.now(),
      seed: `event:${seq}`,
      memberId: person && chatKey(event.platform, person.user),
      seats: FREES_SEATS.has(event.kind)
        ? "freed"
        : TAKES_SEATS.has(event.kind)
          ? "taken"
          : undefined,
      replyTo: event.place.direct ? event.place : undefined,
      prices: ask !== undefined,
      code: ask?.kind === "price" ? ask.code : undefined,
      orders: event.kind === "message" && speaksOfOrders(event.text),
      spent,
    });
    const nothing: Commit = { client, handles, changes: [], outbox: [], facts: [] };
    return context ? decide(context, event, handles) : nothing;
  });
}

async function bindingOf({ store }: InboundDeps, event: Event): Promise<readonly Home[]> {
  const bound = await store.get(SYSTEM, "binding", chatKey(event.platform, event.place.chat));
  return bound ? [bound.value] : [];
}

/**
 * Whom a direct message is for: the client whose group its writer was seen in last; a wish to be left
 * alone is for every client that knows them. Nobody learns from it who else is served here.
 */
async function homesOf({ store, playbooks }: InboundDeps, event: Event): Promise<readonly Home[]> {
  if (event.kind !== "message") return [];
  const key = chatKey(event.platform, event.person.user);
  const known: (Home & { readonly seenAt: number })[] = [];
  for (const client of playbooks.clients()) {
    const member = (await store.get(client, "member", key))?.value;
    if (member?.home) known.push({ client, group: member.home, seenAt: member.seenAt ?? 0 });
  }
  const stops = known.filter(({ client }) =>
    asksToStop(playbooks.current(client)?.playbook.opt_out, event.text),
  );
  const latest = [...known].sort((a, b) => b.seenAt - a.seenAt).slice(0, 1);
  return stops.length > 0 ? stops : latest;
}

/** The new id belongs to the old group before anything is decided, so a crash in between loses nothing. */
async function rebind(
  { store }: InboundDeps,
  event: Extract<Event, { kind: "migrated" }>,
  value: Home,
): Promise<void> {
  const key = chatKey(event.platform, event.to);
  await store.commit({
    client: SYSTEM,
    changes: [{ op: "put", kind: "binding", key, value }],
    outbox: [],
    facts: [],
  });
}
