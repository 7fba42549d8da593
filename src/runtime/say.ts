import { DateTime } from "luxon";
import type { Instant } from "../core/event.js";
import { LOOK_BACK_MS } from "../guard/unasked.js";
import { paceTexts } from "../persona/pacing.js";
import { render } from "../persona/render.js";
import { chooseVariant, cleanName } from "../persona/speak.js";
import { runningPromo } from "../promo/words.js";
import { act, addFact, type Draft, placeOf } from "./draft.js";

/** The text of one of the persona's lines, its variant chosen by the seed and never twice in a row. */
export function lineText(draft: Draft, line: string): string {
  const { persona, playbook } = draft.stage;
  const texts = [persona.lines[line] ?? []].flat();
  const seed = `${draft.view.seed}:${line}`;
  const variant = chooseVariant(persona, line, seed, draft.group.variants[line]);
  if (texts.length > 1) {
    draft.group = { ...draft.group, variants: { ...draft.group.variants, [line]: variant } };
  }
  const local = DateTime.fromMillis(draft.view.now, { zone: playbook.timezone });
  return render(texts[variant] ?? "", {
    brand: playbook.brand,
    now: { date: local.toFormat("yyyy-MM-dd"), time: local.toFormat("HH:mm") },
    persona: {
      name: persona.name,
      facts: persona.facts,
      voice: { address: persona.voice.address },
    },
    group: { title: draft.group.title, n: draft.group.n },
    member: { name: cleanName(draft.member?.name ?? "") },
    saved: draft.member?.saved ?? {},
    ...draft.words,
  });
}

type Saying = {
  readonly unasked: boolean;
  /** The promo that the line speaks of. */
  readonly promo?: string | undefined;
};

/** Says a line where the member is, paced like a person would; nothing while paused. */
export function say(draft: Draft, line: string, how: Saying): void {
  if (draft.view.paused) return;
  sayText(draft, lineText(draft, line), how);
  const { persona } = draft.stage;
  const { unasked, promo } = how;
  const said = { line, persona: persona.id, unasked };
  addFact(draft, "said_line", promo === undefined ? said : { ...said, promo });
  if (how.unasked) countUnasked(draft);
}

/** The words of a line that speaks of a promo, or of none; undefined while the promo doesn't run. */
export function speakingOf(draft: Draft, id: string | undefined): Draft["words"] | undefined {
  if (id === undefined) return {};
  const promo = runningPromo(draft.stage.promos, id, draft.view.now);
  return promo && { promo };
}

/** A text that nobody asked for, with the notice that a bot speaks where the persona always says so. */
export const withNotice = ({ stage: { persona } }: Draft, text: string): string =>
  persona.discloses_bot === "always" ? `${text}（智能助手）` : text;

/** Says a text that is no persona's line, paced like one. */
export function sayText(draft: Draft, text: string, how = { unasked: false }): void {
  const { persona } = draft.stage;
  const { texts, delaysMs } = paceTexts(text, persona.pacing);
  const to = draft.view.replyTo ?? placeOf(draft.group);
  const { now, replyTo } = draft.view;
  const inOrder = !replyTo;
  let due = now;
  texts.forEach((part, index) => {
    due += delaysMs[index] ?? 0;
    // Never before what was decided for this group earlier.
    if (inOrder) due = Math.max(due, draft.group.answered ?? 0);
    const shown = how.unasked ? withNotice(draft, part) : part;
    const action = { kind: "send_text", to, text: shown } as const;
    act(draft, action, { delayMs: due - now, unasked: how.unasked });
  });
  if (inOrder) draft.group = { ...draft.group, answered: due };
}

/** What nobody asked for counts against the group's and the member's limits; it can be answered once it `leaves`. */
export function countUnasked(draft: Draft, leaves = draft.view.now): void {
  const { now } = draft.view;
  const keep = (past: readonly Instant[]) => [...past.filter((at) => at > now - LOOK_BACK_MS), now];
  const toAll = draft.view.memberId ? draft.group.toAll : leaves;
  draft.group = { ...draft.group, unasked: keep(draft.group.unasked), ...(toAll && { toAll }) };
  if (draft.member) draft.member = { ...draft.member, unasked: keep(draft.member.unasked) };
}
