import type { Event } from "../../core/event.js";
import { langOf } from "../../core/text/lang-of.js";
import { asksIfBot } from "../../domain/persona/asks-if-bot.js";
import type { Decision } from "../../engine/decision.js";
import { say, sayText } from "../../engine/say.js";
import { text } from "./texts.js";

/** However it is asked, it is one answer. */
const ANSWER = { unasked: false, owed: true };

/** Asked whether it is a bot, the persona says so: in its own words, or in general ones where it has none. */
export function disclose(decision: Decision, event: Event): boolean {
  const { compiled, paused } = decision.context;
  const { persona, playbook } = compiled;
  if (event.kind !== "message" || !asksIfBot(event.text, persona.name)) return false;
  if (Object.hasOwn(persona.lines, "disclosure")) say(decision, "disclosure", ANSWER);
  else if (!paused)
    sayText(decision, text(langOf(event.text) ?? playbook.locale, "is-bot"), ANSWER);
  return true;
}
