import type { Picture } from "../core/action.js";
import { act, type Draft } from "./decision.js";
import { lineText } from "./say.js";

/** Sends text, and a picture after it, to every operator and owner who has an account on the group's platform, directly. */
export function tellText(draft: Draft, text: string, picture?: Picture): void {
  const { platform } = draft.group;
  for (const operator of Object.values(draft.view.stage.playbook.operators)) {
    const user = operator[platform as "telegram" | "wechat" | "sandbox"];
    if (!user || operator.role === "viewer") continue;
    const to = { platform, chat: user, direct: true };
    act(draft, { kind: "send_text", to, text }, { lasting: true });
    if (picture) act(draft, { kind: "send_image", to, ...picture }, { lasting: true });
  }
}

/** Sends a line of the persona to the operators, with the group it is about. */
export function tellOperators(draft: Draft, line: string): void {
  const about = draft.member ? ` · ${draft.member.name}` : "";
  tellText(draft, `【${draft.group.title}${about}】${lineText(draft, line)}`);
}
