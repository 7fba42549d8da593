import type { Instant } from "../../core/event.js";
import { createRandom, type Random } from "../stats/random.js";
import { answer } from "./chatter.js";
import { COMMUNITY } from "./community.js";
import { exponential } from "./draws.js";
import { type Intent, present, type Town } from "./town.js";

const MINUTE = 60_000;
/** A line said to all is heard within so long of its slot; an answer follows its question as soon. */
const HEARD_WITHIN_MS = 5 * MINUTE;
/** So long a newcomer is the one whom lines are meant for. */
const NEW_FOR_MS = 180 * MINUTE;

/** What a group's members do about a text of the bot. Whom it is for, they tell from when it comes. */
export function answersTo(town: Town, at: Instant, seed: string): Intent[] {
  const post = town.posts.find((slot) => slot <= at && at <= slot + HEARD_WITHIN_MS);
  if (post !== undefined) {
    town.posts = town.posts.filter((slot) => slot !== post);
    return toAll(town, at, seed);
  }
  if (town.asked && at <= town.asked.at + HEARD_WITHIN_MS) {
    town.asked.heard += 1;
    return [];
  }
  const { newcomer } = town;
  if (!newcomer || at > newcomer.at + NEW_FOR_MS || !present(town, newcomer.member)) return [];
  town.own += 1;
  const random = createRandom(`${seed}/${town.crowd.chat}/${town.day}/own ${town.own}`);
  if (random.uniform() >= COMMUNITY.answersToOwn * town.answers) return [];
  return [saying(town, newcomer.member, at, random)];
}

function toAll(town: Town, at: Instant, seed: string): Intent[] {
  const intents: Intent[] = [];
  const { chat } = town.crowd;
  const random = createRandom(`${seed}/${chat}/${at}/answers`);
  const stop = town.scene?.playbook.opt_out?.words[0];
  for (const { id, talks } of town.crowd.members.values()) {
    const answers = random.uniform() < COMMUNITY.answers * talks * town.answers;
    const stops = random.uniform() < COMMUNITY.optsOut;
    if (town.quiet.has(id)) continue;
    const own = () => createRandom(`${seed}/${id}/${at}`);
    if (stops && stop !== undefined)
      intents.push({ kind: "stop", chat, at: soon(at, own()), member: id, text: stop });
    else if (answers) intents.push(saying(town, id, at, own()));
  }
  return intents;
}

const saying = (town: Town, member: string, at: Instant, random: Random): Intent => ({
  kind: "say",
  chat: town.crowd.chat,
  at: soon(at, random),
  member,
  text: answer(random),
});

const soon = (at: Instant, random: Random): Instant =>
  at + Math.ceil(exponential(random, COMMUNITY.answersAfter)) * MINUTE;
