import type { Person } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import { speechOf } from "../../domain/experiment/data/speech.js";
import type { Draft } from "../../engine/decision.js";

/** What the fact of a message says of its speaker; in a group their seat remembers what counts only once. */
export function noteSpeech(draft: Draft, person: Person): Fact["data"] {
  const { now, replyTo, stage } = draft.view;
  if (replyTo) return { direct: true };
  if (person.bot || !draft.seat) return marks(person);
  const { timezone: zone } = stage.playbook;
  const { unasked, toAll } = draft.group;
  // A member hears lines in every group of theirs; only those of this group are answered here.
  const toThem = draft.member?.unasked.findLast((at) => unasked.includes(at));
  const { first, reply } = speechOf({ now, zone, spoke: draft.seat.spoke, lines: [toAll, toThem] });
  if (!first && !reply) return undefined;
  draft.seat = { ...draft.seat, spoke: now };
  return { ...(first && { first }), ...(reply && { reply }) };
}

/** Other bots, and what was known already, are told apart from what counts. */
export const marks = (person: Person, again = false): Fact["data"] =>
  person.bot || again ? { ...(person.bot && { bot: true }), ...(again && { again }) } : undefined;
