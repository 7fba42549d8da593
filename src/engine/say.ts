import { DateTime } from "luxon";
import type { Instant } from "../core/event.js";
import { cleanText } from "../core/outside-text.js";
import { longestPause, paceTexts } from "../domain/persona/pacing.js";
import { render } from "../domain/persona/render.js";
import { chooseVariant, cleanName } from "../domain/persona/speak.js";
import { runningPromo } from "../domain/promo/words.js";
import { act, addFact, type Decision, placeOf } from "./decision.js";
import { LOOK_BACK_MS } from "./outbound/unasked.js";
import { text as ownText } from "./texts.js";
import { ANSWER, type Speaking, takeTurn } from "./turns.js";

/** The text of one of the persona's lines, its variant chosen by the seed and never twice in a row. */
export function lineText(decision: Decision, line: string): string {
  const { persona, playbook } = decision.compiled;
  const texts = [persona.lines[line] ?? []].flat();
  const seed = `${decision.context.seed}:${line}`;
  const variant = chooseVariant(persona, line, seed, decision.group.variants[line]);
  if (texts.length > 1) {
    decision.group = {
      ...decision.group,
      variants: { ...decision.group.variants, [line]: variant },
    };
  }
  const local = DateTime.fromMillis(decision.context.now, { zone: playbook.timezone });
  return render(texts[variant] ?? "", {
    brand: playbook.brand,
    now: { date: local.toFormat("yyyy-MM-dd"), time: local.toFormat("HH:mm") },
    persona: {
      name: persona.name,
      facts: persona.facts,
      voice: { address: persona.voice.address },
    },
    group: { title: decision.group.title, n: decision.group.n },
    member: { name: cleanName(decision.member?.name ?? "") },
    saved: shown(decision.member?.saved),
    ...decision.words,
  });
}

const LONGEST_SAVED = 200;

/** What members answered is as hostile as their names. */
const shown = (saved: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(saved).map(([key, value]) => [key, cleanText(value, LONGEST_SAVED)]),
  );

type Saying = Speaking & {
  /** The promo that the line speaks of. */
  readonly promo?: string | undefined;
};

/**
 * Says a line where the member is, paced like a person would.
 * @returns false when it isn't said: while paused, or to a member who was told it just now, or too much
 */
export function say(decision: Decision, line: string, how: Saying): boolean {
  if (decision.context.paused) return false;
  // Whatever variant comes next: with the same words it is the same answer.
  const of = how.of ?? `${line} ${JSON.stringify(decision.words)}`;
  if (!sayText(decision, lineText(decision, line), { ...how, of })) return false;
  const { persona } = decision.compiled;
  const { unasked, promo } = how;
  const said = { line, persona: persona.id, unasked };
  addFact(decision, "said_line", promo === undefined ? said : { ...said, promo });
  if (how.unasked) countUnasked(decision);
  return true;
}

/** The words of a line that speaks of a promo, or of none; undefined while the promo doesn't run. */
export function speakingOf(
  decision: Decision,
  id: string | undefined,
): Decision["words"] | undefined {
  if (id === undefined) return {};
  const promo = runningPromo(decision.compiled.promos, id, decision.context.now);
  return promo && { promo };
}

/** A text that nobody asked for, with the notice that a bot speaks where the persona always says so. */
export const withNotice = ({ compiled: { persona, playbook } }: Decision, said: string): string =>
  persona.discloses_bot === "always" ? ownText(playbook.locale, "notice", { said }) : said;

/** An answer to somebody who had one lately comes after those of others. */
const RANKS = { first: undefined, few: 3, many: 4 } as const;

/** Says a text that is no persona's line, paced like one. @returns false when the member was told it just now, or too much */
export function sayText(decision: Decision, text: string, how: Speaking = ANSWER): boolean {
  const { pacing } = decision.compiled.persona;
  const { now, replyTo } = decision.context;
  const { unasked } = how;
  const turn = unasked || how.toMany ? undefined : takeTurn(decision, text, how);
  if (turn === "none") return false;
  const said = turn?.says ?? text;
  const whole = how.to || how.toMany;
  const { texts, delaysMs } = whole ? { texts: [said], delaysMs: [0] } : paceTexts(said, pacing);
  const direct = how.to ?? replyTo;
  const group = placeOf(decision.group);
  const { topic } = decision;
  const to = direct?.place ?? (topic === undefined ? group : { ...group, topic });
  const share = turn?.share ?? (how.toMany ? "many" : "first");
  const rank = RANKS[share];
  const latest = now + longestPause(pacing);
  // Nothing is decided for later than that: what is remembered to be was decided before the clock was put back.
  const decided = (at: Instant | undefined) => (at !== undefined && at <= latest ? at : now);
  let due = now;
  texts.forEach((part, index) => {
    due += delaysMs[index] ?? 0;
    // Never before what was decided for this group, or for this member, earlier.
    const after = Math.max(due, decided(decision.group.answered), decided(turn?.from));
    if (!direct) due = Math.min(after, latest);
    const shown = unasked ? withNotice(decision, part) : part;
    const action = { kind: "send_text", to, text: shown } as const;
    act(decision, action, { delayMs: due - now, unasked, account: direct?.account, rank });
  });
  turn?.took(due);
  // A further answer comes after others' first ones: it keeps nobody waiting.
  if (!direct && share === "first") decision.group = { ...decision.group, answered: due };
  return true;
}

/** What nobody asked for counts against the group's and the member's limits; it can be answered once it `leaves`. */
export function countUnasked(decision: Decision, leaves = decision.context.now): void {
  const { now } = decision.context;
  const keep = (past: readonly Instant[]) => [...past.filter((at) => at > now - LOOK_BACK_MS), now];
  const toAll = decision.context.memberId ? decision.group.toAll : leaves;
  decision.group = {
    ...decision.group,
    unasked: keep(decision.group.unasked),
    ...(toAll && { toAll }),
  };
  if (decision.member)
    decision.member = { ...decision.member, unasked: keep(decision.member.unasked) };
}
