import { createHash } from "node:crypto";
import type { Persona } from "../persona/schema.js";
import { type Checked, checkFiles, type Env } from "./check.js";
import type { Playbook } from "./schema.js";

/** A checked playbook with the personas beside it. `version` is the hash of `content`. */
export type Edition = {
  readonly version: string;
  /** The files' texts, as they were written; enough to read the edition again. */
  readonly content: string;
  readonly playbook: Playbook;
  readonly personas: readonly Persona[];
};

type Content = { readonly playbook: string; readonly personas: readonly string[] };

/** The editions of checked files; accounts written as `env:NAME` get their values. */
export function editionsOf(checked: Checked, env: Env): readonly Edition[] {
  const personas = checked.personas.map(({ persona }) => persona);
  const voices = checked.personas.map(({ text }) => text);
  return checked.playbooks.map(({ playbook, text }) => {
    const content = JSON.stringify({ playbook: text, personas: voices } satisfies Content);
    const version = createHash("sha256").update(content).digest("hex").slice(0, 16);
    return { version, content, playbook: withEnv(playbook, env), personas };
  });
}

/** Reads a stored edition again. @returns undefined when this program can't read it any more. */
export function readEdition(content: string, env: Env): Edition | undefined {
  const { playbook, personas } = JSON.parse(content) as Content;
  const files = [playbook, ...personas].map((text, index) => ({ path: `stored-${index}`, text }));
  return editionsOf(checkFiles(files, { lang: "en", env }), env)[0];
}

/** Accounts and chats may be kept out of the file: `env:NAME` stands for the variable's value. */
function withEnv(playbook: Playbook, env: Env): Playbook {
  const value = <T extends string | undefined>(text: T) =>
    (text?.startsWith("env:") ? (env(text.slice(4)) ?? text) : text) as T;
  const operators = Object.entries(playbook.operators).map(([id, who]) => [
    id,
    {
      ...who,
      telegram: value(who.telegram),
      wechat: value(who.wechat),
      sandbox: value(who.sandbox),
    },
  ]);
  const chats = Object.entries(playbook.groups.chats).map(([id, chat]) => [
    id,
    { ...chat, chat: value(chat.chat) },
  ]);
  return {
    ...playbook,
    operators: Object.fromEntries(operators),
    groups: { ...playbook.groups, chats: Object.fromEntries(chats) },
  };
}
