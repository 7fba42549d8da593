import type { Picture } from "../core/action.js";
import { cleanName } from "../domain/persona/speak.js";
import { act, type Decision } from "./decision.js";
import { lineText } from "./say.js";

/** Sends text, and a picture after it, to every operator and owner who has an account on the group's platform, directly. */
export function notifyOperators(decision: Decision, text: string, picture?: Picture): void {
  const { platform } = decision.group;
  for (const operator of Object.values(decision.context.compiled.playbook.operators)) {
    const user = operator[platform as "telegram" | "wechat" | "sandbox"];
    if (!user || operator.role === "viewer") continue;
    const to = { platform, chat: user, direct: true };
    act(decision, { kind: "send_text", to, text }, { lasting: true });
    if (picture) act(decision, { kind: "send_image", to, ...picture }, { lasting: true });
  }
}

/** Sends a line of the persona to the operators, with the group it is about. */
export function notifyOperatorsLine(decision: Decision, line: string): void {
  const about = decision.member ? ` · ${cleanName(decision.member.name)}` : "";
  notifyOperators(decision, `【${decision.group.title}${about}】${lineText(decision, line)}`);
}
