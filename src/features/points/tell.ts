import { cleanName } from "../../domain/persona/speak.js";
import type { Decision } from "../../engine/decision.js";
import { sayText } from "../../engine/say.js";
import type { Speaking } from "../../engine/turns.js";
import { text } from "./texts.js";

/** What they got or gave, members hear however much they were told. */
export const OWED: Speaking = { unasked: false, owed: true };

/** Says it to the decision's member: by their name where others are. */
export function tell(decision: Decision, said: string, how?: Speaking): void {
  const { replyTo, compiled } = decision.context;
  const params = { name: cleanName(decision.member?.name ?? ""), said };
  sayText(decision, replyTo ? said : text(compiled.playbook.locale, "to", params), how);
}
