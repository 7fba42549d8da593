import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextPoll, setTimeout as wait } from "node:timers/promises";
import { createRuntime, type Runtime } from "../dist/app/runtime.js";
import type { Event } from "../dist/core/event.js";
import type { Tally } from "../dist/core/rollup.js";
import { systemClock } from "../dist/core/time/clock.js";
import type { Platform } from "../dist/platform/port.js";
import type { Store } from "../dist/store/port.js";
import { openStore } from "./open-store.js";
import { chatOf, nameOf, openTown, settle, TALLY, userOf } from "./town.js";
import { GROUPS, MEMBERS, said } from "./traffic.js";

/** A platform that delivers any message at once, so that only the runtime is measured. */
export function swiftPlatform(): Platform {
  return {
    id: "telegram",
    account: "telegram",
    self: { id: "42" },
    capabilities: new Set(["send_text"] as const),
    start: async () => {},
    perform: async () => ({ messageId: "1" }),
    count: async () => MEMBERS + 1,
    health: () => ({ ok: true, notes: [] }),
    stop: async () => {},
  };
}

const POLL = 100;
/** What isn't done by then never is. */
const REST_MS = 10 * 60_000;

/** Takes in so many events in polls of 100, one poll behind the other. */
export async function takeIn(runtime: Runtime, events: number): Promise<void> {
  for (let n = 0; n < events; n += POLL) {
    await runtime.receive(poll(n, POLL));
    await nextPoll();
  }
}

/** The `count` messages from the nth on, as the adapter hands a poll over. */
export function poll(n: number, count: number): readonly Event[] {
  const at = Date.now();
  return Array.from({ length: count }, (_, i) => messageEvent(n + i, at));
}

/** A message of the nth number. */
export function messageEvent(n: number, at: number, { group, user, text } = said(n)): Event {
  const messageId = String(700_000_000 + n);
  return {
    id: `42:${messageId}`,
    platform: "telegram",
    account: "telegram",
    at,
    place: { platform: "telegram", chat: chatOf(group), direct: false },
    kind: "message",
    person: { user: userOf(user), name: nameOf(user) },
    text,
    messageId,
    toBot: false,
  };
}

/** An empty folder on disk for a store, and how to remove it. */
export async function openFolder() {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-bench-"));
  return { path: join(folder, "bench.db"), remove: () => rm(folder, { recursive: true }) };
}

type Rig = {
  /** May watch the store. */
  readonly wrap?: (store: Store) => Store;
  readonly tally?: Tally;
  /** Where the store is, unless in a file of its own. */
  readonly at?: string;
  /** How many members of each group are written down, unless all. */
  readonly written?: number;
};

/** The runtime as the product drives it, on a store on disk. */
export async function openRig({ wrap = (store) => store, tally = TALLY, at, written }: Rig = {}) {
  const folder = await openFolder();
  const store = await openStore(at ?? folder.path, tally);
  await settle(store, GROUPS, MEMBERS, written);
  const bugs: unknown[] = [];
  const runtime = createRuntime({
    store: wrap(store),
    ...(await openTown()),
    clock: systemClock,
    platforms: [swiftPlatform()],
    onBug: (_what, error) => void bugs.push(error),
  });
  await runtime.start();
  runtime.drive();
  /** What a start has to do, such as counting every group, is done. @throws Error when it never is */
  async function atRest(): Promise<void> {
    for (const begun = performance.now(); ; ) {
      if (performance.now() - begun > REST_MS) throw new Error("it never comes to rest");
      const { unhandled, waiting } = await store.counts();
      if (unhandled + waiting === 0) return;
      await wait(500);
    }
  }
  /** @throws Error when an event was not handled: its figure would be worth nothing. */
  const close = async (): Promise<{ readonly sent: number }> => {
    await runtime.stop();
    const { unhandled, sent } = await store.counts();
    await store.close();
    await folder.remove();
    if (bugs.length + unhandled > 0)
      throw new Error(`${bugs.length} bugs, ${unhandled} events open`, { cause: bugs[0] });
    return { sent };
  };
  return { runtime, atRest, close };
}
