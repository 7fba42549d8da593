import { act, type Draft, lineText } from "./draft.js";

/** Sends text to every operator and owner who has an account on the group's platform, directly. */
export function tellText(draft: Draft, text: string): void {
  const { platform } = draft.group;
  for (const operator of Object.values(draft.view.stage.playbook.operators)) {
    const user = operator[platform as "telegram" | "wechat" | "sandbox"];
    if (!user || operator.role === "viewer") continue;
    act(draft, { kind: "send_text", to: { platform, chat: user, direct: true }, text });
  }
}

/** Sends a line of the persona to the operators, with the group it is about. */
export function tellOperators(draft: Draft, line: string): void {
  const about = draft.member ? ` · ${draft.member.name}` : "";
  tellText(draft, `【${draft.group.title}${about}】${lineText(draft, line)}`);
}
