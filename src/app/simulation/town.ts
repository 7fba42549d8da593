import { DateTime } from "luxon";
import type { Event, Instant } from "../../core/event.js";
import { createManualClock } from "../../core/time/clock.js";
import type { Effect } from "../../domain/simulate/effect.js";
import type { Happening } from "../../domain/simulate/happening.js";
import type { Scene } from "../../domain/simulate/scene.js";
import { createWorld } from "../../domain/simulate/world.js";
import { chatKey, loadContext } from "../../engine/context.js";
import { createPlaybooks } from "../../engine/playbooks.js";
import { experimentOperations } from "../../features/experiment/operations.js";
import { createSandbox } from "../../platform/sandbox/platform.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import { features } from "../features.js";
import { openMemoryStore } from "../open-store.js";
import { createRuntime } from "../runtime.js";
import { eventMaker } from "./events.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The Monday on which the pre-period begins; the bot moves in the day before. */
const FIRST_DAY = "2026-11-02";
const OPERATOR = "operator";

export type TownOptions = {
  readonly version: PlaybookVersion;
  readonly seed: string;
  readonly groups: number;
  readonly members: number;
  /** The pools that the groups are spread over, in turn. */
  readonly pools: readonly string[];
  readonly effects: readonly Effect[];
};
export type SimulatedTown = Awaited<ReturnType<typeof openSimulatedTown>>;

/** The whole runtime on a synthetic community: a store and a platform in memory, a clock set by hand. */
export async function openSimulatedTown(options: TownOptions) {
  const version = withChats(options);
  const { playbook } = version;
  const { client, timezone: zone } = playbook;
  const first = DateTime.fromISO(FIRST_DAY, { zone });
  const midnight = (day: number): Instant => first.plus({ days: day }).toMillis();
  const groups = Object.values(playbook.groups.chats).map(({ chat, pool }) => ({ chat, pool }));
  const { seed, members, effects } = options;
  const habits = Object.fromEntries(
    features.flatMap(({ name, simulate }) => (simulate ? [[name, simulate]] : [])),
  );
  const world = createWorld({ seed, groups, members, playbook, effects, habits });
  const clock = createManualClock(midnight(0) - 12 * HOUR);
  const store = await openMemoryStore();
  const playbooks = createPlaybooks();
  playbooks.replace([version]);
  const told: string[] = [];
  const sandbox = createSandbox({
    now: clock.now,
    run: "simulate",
    heard: ({ place, text }) => {
      if (place.chat === OPERATOR) told.push(text);
      else world.hear(place.chat, clock.now());
    },
  });
  const bugs: string[] = [];
  const nothing = async () => ({ ok: true, lines: [], versions: [version] });
  const runtime = createRuntime({
    store,
    playbooks,
    clock,
    files: { check: nothing, read: () => undefined },
    platforms: [sandbox],
    owner: chatKey("sandbox", OPERATOR),
    onBug: (what, error) => bugs.push(`${what}: ${String(error)}`),
  });
  // Nobody delivers anything before the start: these were there before the bot.
  for (const { chat } of groups)
    for (const member of world.members(chat)) await sandbox.join(chat, member);
  await runtime.start();
  await runtime.reconcile();

  const eventOf = eventMaker(client, playbook.currency);
  /** Joining and leaving change the platform's own count, so they go through it. */
  async function enact(happenings: readonly Happening[]): Promise<void> {
    const events: Event[] = [];
    for (const happening of happenings) {
      if (happening.kind === "says" || happening.kind === "orders") {
        events.push(eventOf(happening));
        continue;
      }
      await runtime.receive(events.splice(0));
      await sandbox[happening.kind === "joins" ? "join" : "leave"](
        happening.chat,
        happening.member,
      );
    }
    await runtime.receive(events);
  }
  /** Lets the world and the runtime go on, in steps of whole minutes, to an instant. */
  async function until(to: Instant): Promise<void> {
    for (;;) {
      const next = Math.min(world.next() ?? to, (await store.nextDue(runtime.owned())) ?? to);
      const at = Math.max(Math.ceil(next / MINUTE) * MINUTE, clock.now() + MINUTE);
      if (at >= to) break;
      clock.set(at);
      await enact(world.take(at));
      await runtime.pump();
    }
    clock.set(to);
    await runtime.pump();
  }
  /** What a group gets now, as the runtime itself would load it. */
  async function sceneOf(chat: string): Promise<Scene> {
    const groupId = chatKey("sandbox", chat);
    const at = { client, groupId, now: clock.now(), seed: "simulate" };
    const compiled = (await loadContext({ store, playbooks, features }, at))?.compiled;
    if (!compiled) throw new Error(`no playbook for ${groupId}`);
    const spoken = { ...compiled.playbook, persona: compiled.persona.id };
    return { playbook: spoken, promos: compiled.promos, tags: spoken.orders.typed?.tags ?? [] };
  }

  return {
    playbook,
    world,
    store,
    experiments: experimentOperations({ store, playbooks, clock, features }),
    bugs,
    /** Everybody says a word, so that the bot knows whose orders it will hear of. Ends at the first midnight. */
    async moveIn(): Promise<void> {
      world.rollCall(clock.now() + HOUR);
      await until(midnight(0));
    },
    /** A day begins, at its midnight; day 0 is the first. */
    async open(day: number): Promise<void> {
      for (const { chat } of groups) {
        const scene = await sceneOf(chat);
        world.openDay({ chat, day, weekday: day % 7, midnight: midnight(day), scene });
      }
    },
    /** All that happens until an hour of a day. */
    reach: (day: number, hour = 0) => until(midnight(day) + hour * HOUR),
    /** Types a command as the operator. @returns what the bot says to it. */
    async command(text: string): Promise<string> {
      told.splice(0);
      await sandbox.say({ platform: "sandbox", chat: OPERATOR, direct: true }, OPERATOR, text);
      await runtime.pump();
      return told.join("\n");
    },
    async end(): Promise<void> {
      await runtime.stop();
      await store.close();
    },
  };
}

/** The version with the synthetic groups in the place of its own. */
function withChats({ version, seed, groups, pools }: TownOptions): PlaybookVersion {
  const { playbook } = version;
  const chats = Array.from({ length: groups }, (_, i) => {
    // Coins are drawn by the groups' names: other seeds, other coins.
    const chat = `${playbook.client}-${seed}-${i + 1}`;
    return [chat, { platform: "sandbox", chat, pool: pools[i % pools.length] ?? "" }] as const;
  });
  return {
    ...version,
    playbook: { ...playbook, groups: { ...playbook.groups, chats: Object.fromEntries(chats) } },
  };
}
