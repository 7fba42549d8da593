import type { Event } from "../core/event.js";
import { parseDuration } from "../core/time/duration.js";
import { asksToStop } from "../domain/guard/opt-out.js";
import { askOf } from "../domain/promo/ask.js";
import { addFact, closeDraft, type Draft, openDraft, type View } from "../engine/decision.js";
import { say, speakingOf } from "../engine/say.js";
import { noteOrders } from "../features/chat-order/chat-orders.js";
import { answerJoinRequest, trackGroup, trackSeats } from "../features/group/seating.js";
import { meet } from "../features/member/know-member.js";
import { marks, noteSpeech } from "../features/member/speech.js";
import { answerPrices } from "../features/promo/prices.js";
import { signalScripts } from "../features/script/scripts.js";
import { watchSilence } from "../features/script/watch.js";
import type { Commit } from "../store/port.js";

/** One capability's share; returns true when the event needs no further answer. */
type Contribution = (draft: Draft, event: Event) => boolean;

const hear: Contribution = (draft, event) => {
  if (event.kind !== "message") return false;
  const { groupId, memberId, now, replyTo } = draft.view;
  meet(draft, event.person);
  if (memberId && !replyTo && draft.seat?.status !== "in") {
    // Their arrival went unseen; the platform's own count has their seat.
    draft.seat = { ...draft.seat, group: groupId, member: memberId, status: "in", since: now };
    watchSilence(draft);
  }
  addFact(draft, "said", noteSpeech(draft, event.person));
  const slashed = /^\s*[/／]/.test(event.text) && !askOf(event.text);
  return event.person.bot === true || slashed;
};

const optOut: Contribution = (draft, event) => {
  const rule = draft.view.stage.playbook.opt_out;
  if (event.kind !== "message" || !rule || !asksToStop(rule, event.text) || !draft.member)
    return false;
  addFact(draft, "opted_out", marks(event.person, draft.member.optedOut));
  draft.member = { ...draft.member, optedOut: true };
  say(draft, rule.say, { unasked: false });
  return true;
};

const ASKS_IF_BOT = /机器人|真人吗|是不是人|人工智能吗|are you (a |an )?(bot|robot|human|ai)/i;

/** Asked whether it is a bot, the persona says so. */
const disclose: Contribution = (draft, event) => {
  if (event.kind !== "message" || !ASKS_IF_BOT.test(event.text)) return false;
  if (!draft.view.stage.persona.lines.disclosure) return false;
  say(draft, "disclosure", { unasked: false });
  return true;
};

const walkScripts: Contribution = (draft, event) => {
  if (draft.view.replyTo) return false;
  if (event.kind === "message") {
    const isQuestion = draft.view.stage.replies.some(({ matches }) => matches(event.text));
    return signalScripts(draft, "said", event.text, isQuestion);
  }
  if (event.kind === "joined" || event.kind === "left") return signalScripts(draft, event.kind, "");
  return false;
};

const reply: Contribution = (draft, event) => {
  if (event.kind !== "message" || draft.view.paused) return false;
  for (const { id, matches, rule } of draft.view.stage.replies) {
    if (!matches(event.text)) continue;
    const promo = speakingOf(draft, rule.promo);
    if (!promo) continue;
    if (isCooling(draft, id, rule.cooldown)) return true;
    draft.words = promo;
    say(draft, rule.say, { unasked: false, promo: rule.promo });
    draft.words = {};
    return true;
  }
  return false;
};

/** Whether a reply was given too recently; when not, its cooldown begins. In private it is the member's own. */
function isCooling(
  draft: Draft,
  id: string,
  cooldown: { per: "member" | "group"; for: string } | undefined,
): boolean {
  if (!cooldown) return false;
  const { now, replyTo } = draft.view;
  const shared = cooldown.per === "group" && !replyTo;
  const holder = shared ? draft.group : draft.member;
  const last = holder?.cooldowns[id];
  if (last !== undefined && now - last < (parseDuration(cooldown.for) ?? 0)) return true;
  const cooldowns = { ...holder?.cooldowns, [id]: now };
  if (shared) draft.group = { ...draft.group, cooldowns };
  else if (draft.member) draft.member = { ...draft.member, cooldowns };
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
  noteOrders,
  answerPrices,
  walkScripts,
  reply,
];

/** What one event changes, says and records. Pure: the same view and event give the same commit. */
export function decide(view: View, event: Event, handles?: number): Commit {
  const draft = openDraft(view);
  // Who asks is answered before who only came in is greeted.
  if (event.kind !== "message") draft.rank = 2;
  for (const contribute of CONTRIBUTIONS) if (contribute(draft, event)) break;
  return closeDraft(draft, handles);
}
