import type { Event } from "../core/event.js";
import { type Accepted, type Store, SYSTEM } from "../store/port.js";
import type { Book } from "./book.js";
import type { Clock } from "./clock.js";
import type { Command } from "./command.js";
import { decide } from "./decide.js";
import { chatKey, loadView, personOf } from "./view.js";

export type InboundDeps = {
  readonly store: Store;
  readonly book: Book;
  readonly clock: Clock;
  readonly command: Command;
  /** Told of every bug: a message that no handler could digest. */
  readonly onParked: (seq: number, error: unknown) => void;
  readonly wake: () => void;
};

const TRIES = 5;

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
  const { store, clock } = deps;
  const binding = await store.get(SYSTEM, "binding", chatKey(event.platform, event.place.chat));
  const ignore = { client: SYSTEM, handles: seq, changes: [], outbox: [], facts: [] };
  if (!binding) {
    await store.commit(ignore);
    return;
  }
  const { client, group: groupId } = binding.value;
  const person = personOf(event);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const view = await loadView(deps, {
      client,
      groupId,
      now: clock.now(),
      seed: `event:${seq}`,
      memberId: person && chatKey(event.platform, person.user),
    });
    const commit = view ? decide(view, event, seq) : ignore;
    const result = await store.commit(commit);
    if (!result.ok) continue;
    if (event.kind === "migrated") await rebind(store, event.platform, event.to, binding.value);
    return;
  }
  throw new Error("the records kept changing under this event");
}

async function rebind(
  store: Store,
  platform: string,
  chat: string,
  value: { client: string; group: string },
): Promise<void> {
  const key = chatKey(platform, chat);
  await store.commit({
    client: SYSTEM,
    changes: [{ op: "put", kind: "binding", key, value }],
    outbox: [],
    facts: [],
  });
}
