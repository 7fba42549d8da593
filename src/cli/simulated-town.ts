import { DateTime } from "luxon";
import type { Event, Instant, Place } from "../core/event.js";
import type { Order } from "../order/order.js";
import { createSandbox } from "../platform/sandbox/platform.js";
import type { Edition } from "../playbook/edition.js";
import { createBook } from "../runtime/book.js";
import { createManualClock } from "../runtime/clock.js";
import { createRuntime } from "../runtime/runtime.js";
import { chatKey, loadView } from "../runtime/view.js";
import type { Effect } from "../simulate/effect.js";
import type { Happening } from "../simulate/happening.js";
import type { Scene } from "../simulate/scene.js";
import { createWorld } from "../simulate/world.js";
import { openStore } from "./open-store.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The day before the first Monday, on which the bot moves in. */
const EVE = "2026-11-01";
/** Days before an experiment may start. */
export const PRE_DAYS = 14;
const OPERATOR = "operator";

export type TownOptions = {
  readonly edition: Edition;
  readonly seed: string;
  readonly groups: number;
  readonly members: number;
  /** The pools that the groups are spread over, in turn. */
  readonly pools: readonly string[];
  readonly effects: readonly Effect[];
};
export type SimulatedTown = Awaited<ReturnType<typeof openSimulatedTown>>;

/** The whole runtime on a synthetic community: a store in memory, a platform in memory, a clock set by hand. */
export async function openSimulatedTown(options: TownOptions) {
  const { seed } = options;
  const edition = withChats(options);
  const { playbook } = edition;
  const { client, timezone: zone } = playbook;
  const midnight = (day: number): Instant =>
    DateTime.fromISO(EVE, { zone })
      .plus({ days: day + 1 })
      .toMillis();
  const groups = Object.values(playbook.groups.chats).map(({ chat, pool }) => ({ chat, pool }));
  const world = createWorld({
    seed,
    groups,
    members: options.members,
    playbook,
    effects: options.effects,
  });
  const clock = createManualClock(midnight(-1) + 12 * HOUR);
  const store = await openStore("sqlite::memory:");
  const book = createBook();
  book.replace([edition]);
  const said: string[] = [];
  const sandbox = createSandbox({
    now: clock.now,
    run: "simulate",
    heard: ({ place, text }) => {
      if (place.chat === OPERATOR) said.push(text);
      else world.hear(place.chat, clock.now());
    },
  });
  const bugs: string[] = [];
  const nothing = async () => ({ ok: true, lines: [] });
  const runtime = createRuntime({
    store,
    book,
    clock,
    files: { check: nothing, reload: nothing },
    platforms: [sandbox],
    owner: chatKey("sandbox", OPERATOR),
    onBug: (what, error) => bugs.push(`${what}: ${String(error)}`),
  });
  // Nobody delivers anything before the start: these were there before the bot.
  for (const { chat } of groups)
    for (const member of world.members(chat)) await sandbox.join(chat, member);
  await runtime.start();
  await runtime.reconcile();

  let n = 0;
  const common = (at: Instant, place: Place) => ({
    id: `world:${++n}`,
    platform: place.platform,
    account: place.platform,
    at,
    place,
  });
  /** Joining and leaving move the platform's own count, so they go through it. */
  async function enact(happenings: readonly Happening[]): Promise<void> {
    const events: Event[] = [];
    for (const happening of happenings) {
      const { at, chat, member } = happening;
      if (happening.kind === "says") {
        const head = common(at, { platform: "sandbox", chat, direct: false });
        const person = { user: member, name: member };
        const { text } = happening;
        events.push({ ...head, kind: "message", person, text, messageId: head.id, toBot: false });
      } else if (happening.kind === "orders") {
        const place = { platform: "shop", chat: `${client}/simulated`, direct: false };
        const notice = { kind: "order", order: orderOf(happening, playbook.currency) } as const;
        events.push({ ...common(at, place), kind: "order", client, notice });
      } else {
        await runtime.receive(events.splice(0));
        await sandbox[happening.kind === "joins" ? "join" : "leave"](chat, member);
      }
    }
    await runtime.receive(events);
  }
  /** Lets the world and the runtime go on, minute by minute where something is due. */
  async function until(to: Instant): Promise<void> {
    for (;;) {
      const next = earliest(world.next(), await store.nextDue());
      const at = Math.max(clock.now(), Math.ceil((next ?? to) / MINUTE) * MINUTE);
      if (next === undefined || at > to) break;
      // What still lies there at this minute is being held back: look again in the next.
      clock.set(at === clock.now() ? at + MINUTE : at);
      await enact(world.take(clock.now()));
      await runtime.pump();
    }
    clock.set(to);
    await runtime.pump();
  }
  const sceneOf = async (group: string): Promise<Scene> => {
    const at = { client, groupId: group, now: clock.now(), seed: "simulate" };
    const stage = (await loadView({ store, book }, at))?.stage;
    if (!stage) throw new Error(`no stage for ${group}`);
    const spoken = { ...stage.playbook, persona: stage.persona.id };
    return { playbook: spoken, promos: stage.promos, tags: playbook.orders.typed?.tags ?? [] };
  };

  return {
    client,
    playbook,
    world,
    store,
    book,
    clock,
    bugs,
    midnight,
    until,
    /** Everybody says a word, so that the bot knows whose orders it hears of. */
    async moveIn(): Promise<void> {
      world.rollCall(clock.now() + HOUR);
      await until(midnight(0));
    },
    /** One day from its midnight to the next; day 0 is the first of the pre-period. */
    async live(day: number): Promise<void> {
      for (const { chat } of groups) {
        const scene = await sceneOf(chatKey("sandbox", chat));
        world.openDay({ chat, day, weekday: day % 7, midnight: midnight(day), scene });
      }
      await until(midnight(day + 1));
    },
    /** What the operator is told after typing a command. */
    async command(text: string): Promise<string> {
      said.splice(0);
      const place = { platform: "sandbox", chat: OPERATOR, direct: true };
      await sandbox.say(place, OPERATOR, text);
      await until(clock.now() + MINUTE);
      return said.join("\n");
    },
    async close(): Promise<void> {
      await runtime.stop();
      await store.close();
    },
  };
}

/** The playbook with the synthetic groups in the place of its own. */
function withChats({ edition, groups, pools }: TownOptions): Edition {
  const { playbook } = edition;
  const chats = Array.from({ length: groups }, (_, i) => {
    const chat = `${playbook.client}-${i + 1}`;
    const pool = pools[i % pools.length] as string;
    return [chat, { platform: "sandbox", chat, pool }] as const;
  });
  return {
    ...edition,
    playbook: { ...playbook, groups: { ...playbook.groups, chats: Object.fromEntries(chats) } },
  };
}

function orderOf(
  { id, at, member, bill }: Extract<Happening, { kind: "orders" }>,
  currency: string,
): Order {
  return {
    source: "simulated",
    id,
    state: "paid",
    currency,
    amount: bill.paid,
    lines: [{ qty: 1, amount: bill.list }],
    placedAt: at,
    paidAt: at,
    modifiedAt: at,
    ids: { platforms: [chatKey("sandbox", member)] },
    refunds: [],
  };
}

const earliest = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
