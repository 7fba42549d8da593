import type { Instant } from "../../core/event.js";
import type { Playbook } from "../../playbook/schema.js";
import type { Experiment } from "../experiment/design/schema.js";
import { createRandom } from "../stats/random.js";
import { createAgenda } from "./agenda.js";
import { answersTo } from "./answers.js";
import { checkOut } from "./checkout.js";
import { COMMUNITY } from "./community.js";
import { createMemory, type Effect, factorOf } from "./effect.js";
import type { Happening } from "./happening.js";
import { armReader, favouredArm } from "./heard.js";
import { type Habits, planDay } from "./plan-day.js";
import { arrive, populate } from "./population.js";
import { postsOf } from "./posts.js";
import type { Scene } from "./scene.js";
import { createShocks } from "./shocks.js";
import { type Intent, openTown, present, type Town } from "./town.js";

/** What has happened so far; money in minor units. */
export type Ledger = {
  orders: number;
  list: number;
  revenue: number;
  messages: number;
  joins: number;
  leaves: number;
};

export type World = {
  /** Who is in a group, by id. */
  readonly members: (chat: string) => readonly string[];
  readonly ledger: Readonly<Ledger>;
  /** Everybody says a word. */
  readonly rollCall: (at: Instant) => void;
  /** A group's day begins, with the playbook that it gets today. */
  readonly openDay: (of: OpenDay) => void;
  /** The bot has said something in a group. */
  readonly hear: (chat: string, at: Instant) => void;
  readonly next: () => Instant | undefined;
  /** What happens until an instant, in order. */
  readonly take: (until: Instant) => readonly Happening[];
};

type OpenDay = {
  readonly chat: string;
  /** From 0. */
  readonly day: number;
  /** Monday is 0. */
  readonly weekday: number;
  readonly midnight: Instant;
  readonly scene: Scene;
};

export type WorldOptions = {
  readonly seed: string;
  readonly groups: readonly { readonly chat: string; readonly pool: string }[];
  readonly members: number;
  /** The playbook as written, and what is planted into its experiments. */
  readonly playbook: Playbook;
  readonly effects: readonly Effect[];
  readonly habits?: Habits;
};

const DAY = 86_400_000;

/** A synthetic community. Pure but for its own state: what it does depends on the seed and on what it is told. */
export function createWorld(options: WorldOptions): World {
  const { seed, playbook, habits = {} } = options;
  const chats = options.groups.map(({ chat }) => chat);
  const crowds = populate({ seed, chats, members: options.members });
  const towns = new Map(
    crowds.map((crowd, i) => [crowd.chat, openTown(crowd, options.groups[i]?.pool ?? "")]),
  );
  const shockOf = createShocks(seed);
  const planted = options.effects.map(({ experiment, lift }) => {
    const own = playbook.experiments[experiment] as Experiment;
    const read = armReader(playbook, own);
    const memories = new Map(chats.map((chat) => [chat, createMemory()]));
    return (chat: string, scene: Scene) =>
      factorOf(lift, memories.get(chat)?.(read(scene.playbook) === favouredArm(own)) ?? 0);
  });
  const agenda = createAgenda<Intent>();
  const ledger: Ledger = { orders: 0, list: 0, revenue: 0, messages: 0, joins: 0, leaves: 0 };
  const townOf = (chat: string) => towns.get(chat) as Town;

  return {
    members: (chat) => [...townOf(chat).crowd.members.keys()],
    ledger,
    rollCall(at) {
      for (const { crowd } of towns.values())
        for (const member of crowd.members.keys())
          agenda.add({ kind: "say", chat: crowd.chat, at, member, text: "在" });
    },
    openDay({ chat, day, weekday, midnight, scene }) {
      const town = townOf(chat);
      const mood = town.crowd.factor * shockOf(chat, day);
      const lifted = planted.reduce((product, factor) => product * factor(chat, scene), 1);
      town.day = day;
      town.scene = scene;
      town.answers = mood * lifted;
      town.orders = mood * lifted * (COMMUNITY.weekdays[weekday] ?? 1);
      town.posts = postsOf(scene.playbook, town.pool, { from: midnight, to: midnight + DAY });
      town.own = 0;
      for (const intent of planDay(town, { seed, midnight, mood, habits })) agenda.add(intent);
    },
    hear(chat, at) {
      const town = towns.get(chat);
      if (town) for (const intent of answersTo(town, at, seed)) agenda.add(intent);
    },
    next: agenda.next,
    take: (until) =>
      agenda.take(until).flatMap((intent) => comeTrue(townOf(intent.chat), intent, ledger, seed)),
  };
}

/** What becomes of an intent; nothing where its member has gone. */
function comeTrue(town: Town, intent: Intent, ledger: Ledger, seed: string): Happening[] {
  const { at, chat } = intent;
  if (intent.kind === "join") {
    const random = createRandom(`${seed}/${chat}/person ${town.crowd.ever + 1}`);
    const { id: member } = arrive(town.crowd, random);
    town.newcomer = { member, at };
    ledger.joins += 1;
    return [{ kind: "joins", at, chat, member }];
  }
  const { member } = intent;
  if (!present(town, member)) return [];
  switch (intent.kind) {
    case "say":
      if (intent.asks) town.asked = { member, at, heard: 0 };
      ledger.messages += 1;
      return [{ kind: "says", at, chat, member, text: intent.text }];
    case "stop":
      town.quiet.add(member);
      ledger.messages += 1;
      return [{ kind: "says", at, chat, member, text: intent.text }];
    case "leave":
      town.crowd.members.delete(member);
      ledger.leaves += 1;
      return [{ kind: "leaves", at, chat, member }];
    case "order": {
      // A price and, after it, what a little more would save.
      const told = town.asked?.member === member && town.asked.heard > 1;
      const bill = checkOut(town.scene as Scene, { member, basket: intent.basket, told }, at);
      ledger.orders += 1;
      ledger.list += bill.list;
      ledger.revenue += bill.paid;
      return [{ kind: "orders", at, chat, member, id: `${member}-${town.day}`, bill }];
    }
    default:
      throw new Error(`no intent: ${String(intent satisfies never)}`);
  }
}
