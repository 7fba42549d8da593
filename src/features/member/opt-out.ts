import type { Event } from "../../core/event.js";
import { asksToStop } from "../../domain/guard/opt-out.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { say } from "../../engine/say.js";
import { marks } from "./speech.js";

/**
 * Who asks to be left alone (`opt_out`, 退订) gets one line, and nothing unasked from then on. Who asked while
 * the bot was away gets no line.
 */
export function optOut(decision: Decision, event: Event): boolean {
  const rule = decision.context.compiled.playbook.opt_out;
  if (event.kind !== "message" && event.kind !== "overheard") return false;
  const text = event.kind === "message" ? event.text : event.late?.text;
  if (text === undefined || !rule || !asksToStop(rule, text) || !decision.member) return false;
  addFact(decision, "opted_out", marks(event.person, decision.member.optedOut));
  decision.member = { ...decision.member, optedOut: true };
  if (event.kind === "message")
    say(decision, rule.say, { unasked: false, rarely: true, owed: true });
  return true;
}
