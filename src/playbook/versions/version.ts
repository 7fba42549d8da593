import { createHash } from "node:crypto";
import type { Arms } from "../../domain/experiment/design/schema.js";
import type { Persona } from "../../domain/persona/schema.js";
import { type Checked, checkFiles } from "../check/check.js";
import type { Env } from "../read/env.js";
import { read } from "../read/read.js";
import { type Playbook, playbookSchema } from "../schema.js";
import { applyPatch } from "./patch.js";
import { isOthersVoice, speakersOf } from "./speakers.js";

/** A checked playbook with the personas beside it. `version` is the hash of `content`. */
export type PlaybookVersion = {
  readonly hash: string;
  /** The files' texts, as they were written; enough to read the version again. */
  readonly content: string;
  readonly playbook: Playbook;
  readonly personas: readonly Persona[];
};

type Content = { readonly playbook: string; readonly personas: readonly string[] };

/**
 * The versions of checked files; accounts written as `env:NAME` get their values. A persona that speaks for other
 * clients alone is in none of this one's.
 */
export function versionsOf(checked: Checked, env: Env): readonly PlaybookVersion[] {
  const speakers = checked.playbooks.map(({ playbook }) => speakersOf(playbook));
  return checked.playbooks.map(({ playbook, text }, n) => {
    const own = speakers[n] ?? new Set();
    const others = speakers.filter((_, other) => other !== n);
    const its = checked.personas.filter(({ persona }) => !isOthersVoice(persona.id, own, others));
    const personas = its.map(({ persona }) => persona);
    const voices = its.map((one) => one.text);
    const content = JSON.stringify({ playbook: text, personas: voices } satisfies Content);
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
    return { hash, content, playbook: withEnv(playbook, env), personas };
  });
}

/** Reads a stored version again. @returns undefined when this program can't read it any more. */
export function readVersion(content: string, env: Env): PlaybookVersion | undefined {
  const { playbook, personas } = JSON.parse(content) as Content;
  const files = [playbook, ...personas].map((text, index) => ({ path: `stored-${index}`, text }));
  return versionsOf(checkFiles(files, { lang: "en", env }), env)[0];
}

/** A playbook's value as its file says it, before defaults, from a version's content. */
export const writtenIn = (content: string): unknown =>
  read((JSON.parse(content) as Content).playbook).source?.value;

/** The values of a version's personas as their files say them, by their ids: of those that are asked for. */
export function writtenPersonas(
  { content, personas }: PlaybookVersion,
  ids: ReadonlySet<unknown>,
): Readonly<Record<string, unknown>> {
  const texts = (JSON.parse(content) as Content).personas;
  const asked = personas.flatMap(({ id }, n) => {
    const text = ids.has(id) ? texts[n] : undefined;
    return text === undefined ? [] : [[id, read(text).source?.value] as const];
  });
  return Object.fromEntries(asked);
}

/** A playbook as arms make it. */
export type Patched = {
  readonly playbook: Playbook;
  /** Those that the version has; the others change nothing. */
  readonly arms: Arms;
  /** One of the experiments is about who speaks. */
  readonly casts: boolean;
};

/**
 * The version's playbook with the patches of arms in it, one arm of each experiment. Pure, and slow: the
 * text is read again. @throws ZodError when the combination was never checked
 */
export function patchedBy({ content, playbook }: PlaybookVersion, running: Arms): Patched {
  const known = Object.entries(running).flatMap(([id, arm]) => {
    const all = own(playbook.experiments, id)?.arms ?? {};
    const patch = own(all, arm);
    return patch ? [{ id, arm, patch, all: Object.values(all) }] : [];
  });
  const arms = Object.fromEntries(known.map(({ id, arm }) => [id, arm]));
  const casts = known.some(({ all }) => all.some((patch) => Object.hasOwn(patch, "persona")));
  if (known.every(({ patch }) => Object.keys(patch).length === 0)) return { playbook, arms, casts };
  const raw = known.reduce((value, { patch }) => applyPatch(value, patch), writtenIn(content));
  const { operators, orders, groups } = playbook;
  const patched = playbookSchema().parse(raw);
  // What comes from the environment is nothing an arm may change.
  const same = { operators, orders, groups: { ...patched.groups, chats: groups.chats } };
  return { playbook: { ...patched, ...same }, arms, casts };
}

const own = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/** Accounts and chats may be kept out of the file: `env:NAME` stands for the variable's value. */
function withEnv(playbook: Playbook, env: Env): Playbook {
  const value = <T extends string | undefined>(text: T) =>
    (text?.startsWith("env:") ? (env.value(playbook.client, text.slice(4)) ?? text) : text) as T;
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
