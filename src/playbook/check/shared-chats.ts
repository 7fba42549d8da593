import type { Problem } from "../findings/finding.js";
import { chatOf } from "../read/accounts.js";
import type { Env } from "../read/env.js";
import type { Source } from "../read/read.js";
import type { Playbook } from "../schema.js";

type Chat = Playbook["groups"]["chats"][string];

/**
 * Chats that another client lists before this one: what is said there would reach the first alone. Two
 * accounts may be in one chat, each for a client of its own; one that isn't named is the first, so it may be any.
 */
export function sharedChatProblems(
  source: Source,
  playbook: Playbook,
  { before, env }: { readonly before: readonly Playbook[]; readonly env: Env },
): Problem[] {
  const { client } = playbook;
  const others = before.filter((other) => other.client !== client);
  return Object.entries(playbook.groups.chats).flatMap(([id, chat]) => {
    const isSame = (one: Chat, other: Playbook) =>
      one.platform === chat.platform &&
      chatOf(one, other.client, env) === chatOf(chat, client, env) &&
      (!one.account || !chat.account || one.account === chat.account);
    const first = others.find((other) =>
      Object.values(other.groups.chats).some((one) => isSame(one, other)),
    );
    if (!first) return [];
    const at = source.locate(["groups", "chats", id, "chat"], "value");
    const params = { chat: chat.chat, other: first.client, client };
    return [{ code: "PLAYBOOK_CHAT_SHARED", at, params, others: ["other"] }];
  });
}
