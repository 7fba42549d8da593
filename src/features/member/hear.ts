import type { Event } from "../../core/event.js";
import { isSlashed } from "../../core/text/slash.js";
import { wishOf } from "../../domain/guard/opt-out.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { watchSilence } from "../script/watch.js";
import { knowMember } from "./know-member.js";
import { noteSpeech } from "./speech.js";

/** Who speaks is known from then on. @returns true for what nobody answers: what isn't said to the bot, and commands. */
export function hear(decision: Decision, event: Event): boolean {
  if (event.kind !== "message" && event.kind !== "overheard") return false;
  const { groupId, memberId, now, replyTo, loaded } = decision.context;
  knowMember(decision, event.person);
  const outSince = event.at < (decision.seat?.moved ?? 0);
  if (memberId && !replyTo && decision.seat?.status !== "in" && !outSince) {
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
  addFact(decision, "said", noteSpeech(decision, event));
  if (event.kind === "overheard") return event.late === undefined;
  const { opt_out: rule } = decision.context.compiled.playbook;
  const isCommand = isSlashed(event.text) && !wishOf(rule, event.text);
  return isCommand && loaded.claimed !== true;
}
