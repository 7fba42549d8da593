import type { Instant } from "../../core/event.js";
import { minorDigits } from "../../core/money.js";
import { createRandom, type Random } from "../stats/random.js";
import { chatter } from "./chatter.js";
import { drawBasket } from "./checkout.js";
import { COMMUNITY } from "./community.js";
import { poisson } from "./draws.js";
import type { Habit } from "./habit.js";
import type { Member } from "./population.js";
import type { Intent, Town } from "./town.js";

const MINUTE = 60_000;
export type Habits = Readonly<Record<string, Habit>>;
/** Who asks for the price orders so much later. */
const THINKS_MS = 10 * MINUTE;

type Day = {
  readonly seed: string;
  readonly midnight: Instant;
  /** The group's factor on what isn't moved by effects. */
  readonly mood: number;
  /** By the name of the feature that they belong to. */
  readonly habits: Habits;
};

/** What a group's members mean to do today. Whether somebody orders hangs on one draw, so that a higher rate only adds. */
export function planDay(town: Town, { seed, midnight, mood, habits }: Day): Intent[] {
  const { crowd, day, size } = town;
  const { chat } = crowd;
  const random = createRandom(`${seed}/${chat}/${day}/plan`);
  const intents: Intent[] = [];
  for (const member of crowd.members.values()) {
    if (random.uniform() < 1 - Math.exp(-COMMUNITY.orders * member.buys * town.orders))
      intents.push(...purchase(town, member, { seed, midnight }));
    const messages = poisson(random, COMMUNITY.messages * member.talks * mood);
    for (let i = 0; i < messages; i += 1) {
      const said = chatter(random);
      intents.push({ kind: "say", chat, at: awake(random, midnight), member: member.id, ...said });
    }
    intents.push(...habitual(town, member, { seed, midnight, habits }));
    if (random.uniform() < COMMUNITY.leaves)
      intents.push({ kind: "leave", chat, at: awake(random, midnight), member: member.id });
  }
  const arrivals = poisson(random, COMMUNITY.leaves * size);
  for (let i = 0; i < arrivals; i += 1)
    intents.push({ kind: "join", chat, at: awake(random, midnight) });
  return intents;
}

function habitual(
  { crowd: { chat }, day, scene }: Town,
  { id: member }: Member,
  { seed, midnight, habits }: Omit<Day, "mood">,
): Intent[] {
  if (!scene) return [];
  return Object.entries(habits).flatMap(([feature, habit]) => {
    const random = createRandom(`${seed}/${member}/${day}/${feature}`);
    return habit({ playbook: scene.playbook, random, day }).map((text): Intent => {
      return { kind: "say", chat, at: awake(random, midnight), member, text };
    });
  });
}

function purchase(
  { crowd: { chat }, day, scene }: Town,
  { id }: Member,
  { seed, midnight }: { readonly seed: string; readonly midnight: Instant },
): Intent[] {
  const random = createRandom(`${seed}/${id}/${day}/basket`);
  const minor = 10 ** minorDigits(scene?.playbook.currency ?? "");
  const basket = drawBasket(random, minor);
  const at = awake(random, midnight);
  const asks = random.uniform() < COMMUNITY.asksPrice;
  const order = {
    kind: "order",
    chat,
    at: asks ? at + THINKS_MS : at,
    member: id,
    basket,
  } as const;
  if (!asks) return [order];
  const text = `算一下 ${basket.list / minor}`;
  return [{ kind: "say", chat, at, member: id, text, asks: true }, order];
}

/** A minute of the day at which people are awake. */
function awake(random: Random, midnight: Instant): Instant {
  const { from, to } = COMMUNITY.awake;
  return midnight + (from + random.below(to - from)) * MINUTE;
}
