import type { Event } from "../core/event.js";
import { parseDuration } from "../core/time/duration.js";
import { asksToStop } from "../domain/guard/opt-out.js";
import { askOf } from "../domain/promo/ask.js";
import {
  addFact,
  type Context,
  closeDecision,
  type Decision,
  openDecision,
} from "../engine/decision.js";
import { say, speakingOf } from "../engine/say.js";
import { noteChatOrders } from "../features/chat-order/chat-orders.js";
import { answerJoinRequest, trackGroup, trackSeats } from "../features/group/seating.js";
import { knowMember } from "../features/member/know-member.js";
import { marks, noteSpeech } from "../features/member/speech.js";
import { answerPrices } from "../features/promo/prices.js";
import { signalScripts } from "../features/script/scripts.js";
import { watchSilence } from "../features/script/watch.js";
import type { Commit } from "../store/port.js";

/** One capability's share; returns true when the event needs no further answer. */
type Contribution = (decision: Decision, event: Event) => boolean;

const hear: Contribution = (decision, event) => {
  if (event.kind !== "message") return false;
  const { groupId, memberId, now, replyTo } = decision.context;
  knowMember(decision, event.person);
  if (memberId && !replyTo && decision.seat?.status !== "in") {
    // Their arrival went unseen; the platform's own count has their seat.
    decision.seat = {
      ...decision.seat,
      group: groupId,
      member: memberId,
      status: "in",
      since: now,
    };
    watchSilence(decision);
  }
  addFact(decision, "said", noteSpeech(decision, event.person));
  const slashed = /^\s*[/／]/.test(event.text) && !askOf(event.text);
  return event.person.bot === true || slashed;
};

const optOut: Contribution = (decision, event) => {
  const rule = decision.context.compiled.playbook.opt_out;
  if (event.kind !== "message" || !rule || !asksToStop(rule, event.text) || !decision.member)
    return false;
  addFact(decision, "opted_out", marks(event.person, decision.member.optedOut));
  decision.member = { ...decision.member, optedOut: true };
  say(decision, rule.say, { unasked: false });
  return true;
};

const ASKS_IF_BOT = /机器人|真人吗|是不是人|人工智能吗|are you (a |an )?(bot|robot|human|ai)/i;

/** Asked whether it is a bot, the persona says so. */
const disclose: Contribution = (decision, event) => {
  if (event.kind !== "message" || !ASKS_IF_BOT.test(event.text)) return false;
  if (!decision.context.compiled.persona.lines.disclosure) return false;
  say(decision, "disclosure", { unasked: false });
  return true;
};

const walkScripts: Contribution = (decision, event) => {
  if (decision.context.replyTo) return false;
  if (event.kind === "message") {
    const isQuestion = decision.context.compiled.replies.some(({ matches }) => matches(event.text));
    return signalScripts(decision, "said", event.text, isQuestion);
  }
  if (event.kind === "joined" || event.kind === "left")
    return signalScripts(decision, event.kind, "");
  return false;
};

const reply: Contribution = (decision, event) => {
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
};

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

/** Who contributes to a decision, in this order, until one needs no further answer. */
const CONTRIBUTIONS: readonly Contribution[] = [
  trackGroup,
  trackSeats,
  answerJoinRequest,
  hear,
  optOut,
  disclose,
  noteChatOrders,
  answerPrices,
  walkScripts,
  reply,
];

/** What one event changes, says and records. Pure: the same view and event give the same commit. */
export function decide(context: Context, event: Event, handles?: number): Commit {
  const decision = openDecision(context);
  // Who asks is answered before who only came in is greeted.
  if (event.kind !== "message") decision.rank = 2;
  for (const contribute of CONTRIBUTIONS) if (contribute(decision, event)) break;
  return closeDecision(decision, handles);
}
