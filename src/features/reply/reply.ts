import type { Event } from "../../core/event.js";
import { parseDuration } from "../../core/time/duration.js";
import type { Decision } from "../../engine/decision.js";
import { say, speakingOf } from "../../engine/say.js";
import type { Playbook } from "../../playbook/schema.js";

/** The first reply of the playbook whose words match answers, unless it was given too recently. */
export function reply(decision: Decision, event: Event): boolean {
  if (event.kind !== "message" || decision.context.paused) return false;
  for (const { id, matches, rule } of decision.context.compiled.replies) {
    if (!matches(event.text)) continue;
    const promo = speakingOf(decision, rule.promo);
    if (!promo) continue;
    if (isCooling(decision, id, rule.cooldown)) return true;
    decision.words = promo;
    const said = say(decision, rule.say, { unasked: false, promo: rule.promo });
    decision.words = {};
    if (said) coolDown(decision, id, rule.cooldown);
    return true;
  }
  return false;
}

type Cooldown = Playbook["replies"][string]["cooldown"];

/** In private a cooldown is always the member's own. */
const isShared = (decision: Decision, cooldown: Cooldown): boolean =>
  cooldown?.per === "group" && !decision.context.replyTo;

/** Whether a reply was given too recently. */
function isCooling(decision: Decision, id: string, cooldown: Cooldown): boolean {
  if (!cooldown) return false;
  const holder = isShared(decision, cooldown) ? decision.group : decision.member;
  const last = holder?.cooldowns[id];
  return last !== undefined && decision.context.now - last < (parseDuration(cooldown.for) ?? 0);
}

/** A reply's cooldown begins: only when it was given, or who is told no more would silence it for all. */
function coolDown(decision: Decision, id: string, cooldown: Cooldown): void {
  if (!cooldown) return;
  const began = { [id]: decision.context.now };
  const { group, member } = decision;
  if (isShared(decision, cooldown))
    decision.group = { ...group, cooldowns: { ...group.cooldowns, ...began } };
  else if (member) decision.member = { ...member, cooldowns: { ...member.cooldowns, ...began } };
}
