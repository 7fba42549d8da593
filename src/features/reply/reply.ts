import type { Event } from "../../core/event.js";
import { parseDuration } from "../../core/time/duration.js";
import type { Decision } from "../../engine/decision.js";
import { say, speakingOf } from "../../engine/say.js";

/** The first reply of the playbook whose words match answers, unless it was given too recently. */
export function reply(decision: Decision, event: Event): boolean {
  if (event.kind !== "message" || decision.context.paused) return false;
  for (const { id, matches, rule } of decision.context.compiled.replies) {
    if (!matches(event.text)) continue;
    const promo = speakingOf(decision, rule.promo);
    if (!promo) continue;
    if (isCooling(decision, id, rule.cooldown)) return true;
    decision.words = promo;
    say(decision, rule.say, { unasked: false, promo: rule.promo });
    decision.words = {};
    return true;
  }
  return false;
}

/** Whether a reply was given too recently; when not, its cooldown begins. In private it is the member's own. */
function isCooling(
  decision: Decision,
  id: string,
  cooldown: { per: "member" | "group"; for: string } | undefined,
): boolean {
  if (!cooldown) return false;
  const { now, replyTo } = decision.context;
  const shared = cooldown.per === "group" && !replyTo;
  const holder = shared ? decision.group : decision.member;
  const last = holder?.cooldowns[id];
  if (last !== undefined && now - last < (parseDuration(cooldown.for) ?? 0)) return true;
  const cooldowns = { ...holder?.cooldowns, [id]: now };
  if (shared) decision.group = { ...decision.group, cooldowns };
  else if (decision.member) decision.member = { ...decision.member, cooldowns };
  return false;
}
