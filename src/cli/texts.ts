import { features } from "../app/features.js";
import { BrokenFiles } from "../app/playbook-files.js";
import type { UserError } from "../core/errors.js";
import { type Lang, type Params, sentenceOf, type Texts, textsBeside } from "../core/i18n.js";
import { text as ofCommands } from "../engine/commands/texts.js";

export const text = textsBeside(import.meta.url);

/** Where the sentences of errors stand: what chat commands refuse, the terminal refuses in the same words. */
const sources: readonly Texts[] = [
  text,
  ofCommands,
  ...features.flatMap(({ texts }) => texts ?? []),
];

/** The sentence of a user's mistake in the user's language. */
export const errorText = (error: UserError, lang: Lang): string =>
  sentenceOf(sources, lang, error) ?? error.message;

/** The sentence of a code in the user's language. */
export const sentence = (
  of: { readonly code: string; readonly params: Params },
  lang: Lang,
): string => sentenceOf(sources, lang, of) ?? of.code;

/** All that is to be said of it: a line for each finding, and the sentence last. */
export const errorLines = (error: UserError, lang: Lang): readonly string[] => [
  ...(error instanceof BrokenFiles ? error.lines : []),
  errorText(error, lang),
];
