import type { Code } from "../findings/codes.js";
import type { Params, Problem } from "../findings/finding.js";
import type { Playbook } from "../schema.js";
import { type Env, prefixOf } from "./env.js";
import type { Path } from "./read.js";

type Say = (code: Code, path: Path, params?: Params) => Problem;
type Around = { readonly env: Env; readonly clients: readonly string[] };
/** An account, a chat or a secret as the file has it, and what its value looks like where that is known. */
type Named = { readonly path: Path; readonly text: string; readonly form?: RegExp };

/** A variable that holds anything else was meant for something else, and is never shown. */
const PERSON = { telegram: /^\d{1,20}$/, wechat: /^[\w@.-]{1,64}$/, sandbox: /^[\w.-]{1,64}$/ };
const CHAT = { ...PERSON, telegram: /^-?\d{1,20}$/ };

/** Accounts, chats and secrets that the environment holds, and chats that are bound twice. */
export function accountProblems(playbook: Playbook, { env, clients }: Around, say: Say): Problem[] {
  const { client } = playbook;
  const variable = ({ path, text, form }: Named): Problem[] => {
    if (!text.startsWith(PREFIX)) return [];
    const name = text.slice(PREFIX.length);
    if (!env.allows(client, name, clients))
      return [say("PLAYBOOK_ENV_FOREIGN", path, { name, client, prefix: prefixOf(client) })];
    const value = env.value(client, name);
    if (!value) return [say("PLAYBOOK_ENV_UNSET", path, { name })];
    return form && !form.test(value) ? [say("PLAYBOOK_ENV_FORM", path, { name })] : [];
  };
  return [...namedIn(playbook).flatMap(variable), ...boundTwice(playbook, env, say)];
}

const PREFIX = "env:";

function namedIn({ operators, orders, groups }: Playbook): Named[] {
  const people = Object.entries(operators).flatMap(([id, who]) =>
    (["telegram", "wechat", "sandbox"] as const).map((on) => ({
      path: ["operators", id, on],
      text: who[on] ?? "",
      form: PERSON[on],
    })),
  );
  const secrets = Object.entries(orders.sources).flatMap(([id, source]) =>
    Object.entries(source).map(([key, text]) => ({ path: ["orders", "sources", id, key], text })),
  );
  const chats = Object.entries(groups.chats).map(([id, { platform, chat }]) => ({
    path: ["groups", "chats", id, "chat"],
    text: chat,
    form: CHAT[platform],
  }));
  return [...people, ...secrets, ...chats];
}

function boundTwice({ client, groups }: Playbook, env: Env, say: Say): Problem[] {
  const bound = new Map<string, string>();
  return Object.entries(groups.chats).flatMap(([id, chat]) => {
    const key = `${chat.platform} ${chatOf(chat, client, env)}`;
    const other = bound.get(key);
    bound.set(key, id);
    return other ? [say("PLAYBOOK_CHAT_TWICE", ["groups", "chats", id, "chat"], { other })] : [];
  });
}

/** A chat's id as the platform knows it; as it is written where the environment holds none. */
export function chatOf({ chat }: { readonly chat: string }, client: string, env: Env): string {
  const value = chat.startsWith(PREFIX) ? env.value(client, chat.slice(PREFIX.length)) : chat;
  return value ?? chat;
}
