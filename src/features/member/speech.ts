import type { MessageEvent, OverheardEvent, Person } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import { speechOf } from "../../domain/experiment/data/speech.js";
import type { Decision } from "../../engine/decision.js";

/** What the fact of a message says of its speaker; in a group their seat remembers what counts only once. */
export function noteSpeech(decision: Decision, event: MessageEvent | OverheardEvent): Fact["data"] {
  const { now, replyTo, compiled } = decision.context;
  const { person } = event;
  if (replyTo) return { direct: true };
  if (person.bot || !decision.seat) return marks(person);
  const { timezone: zone } = compiled.playbook;
  const { unasked, toAll } = decision.group;
  // A member hears lines in every group of theirs; only those of this group are answered here.
  const toThem = decision.member?.unasked.findLast((at) => unasked.includes(at));
  const { first, reply } = speechOf({
    now,
    zone,
    spoke: decision.seat.spoke,
    lines: [toAll, toThem],
  });
  const more = event.kind === "overheard" && event.more ? { more: event.more } : undefined;
  if (!first && !reply) return more;
  decision.seat = { ...decision.seat, spoke: now };
  return { ...(first && { first }), ...(reply && { reply }), ...more };
}

/** Other bots, and what was known already, are told apart from what counts. */
export const marks = (person: Person, again = false): Fact["data"] =>
  person.bot || again ? { ...(person.bot && { bot: true }), ...(again && { again }) } : undefined;
