import type { Event } from "../../core/event.js";
import { asksIfBot } from "../../domain/persona/asks-if-bot.js";
import type { Decision } from "../../engine/decision.js";
import { say } from "../../engine/say.js";

/** Asked whether it is a bot, the persona says so. */
export function disclose(decision: Decision, event: Event): boolean {
  if (event.kind !== "message" || !asksIfBot(event.text)) return false;
  if (!decision.context.compiled.persona.lines.disclosure) return false;
  say(decision, "disclosure", { unasked: false, owed: true });
  return true;
}
