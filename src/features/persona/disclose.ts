import type { Event } from "../../core/event.js";
import type { Decision } from "../../engine/decision.js";
import { say } from "../../engine/say.js";

const ASKS_IF_BOT = /机器人|真人吗|是不是人|人工智能吗|are you (a |an )?(bot|robot|human|ai)/i;

/** Asked whether it is a bot, the persona says so. */
export function disclose(decision: Decision, event: Event): boolean {
  if (event.kind !== "message" || !ASKS_IF_BOT.test(event.text)) return false;
  if (!decision.context.compiled.persona.lines.disclosure) return false;
  say(decision, "disclosure", { unasked: false, owed: true });
  return true;
}
