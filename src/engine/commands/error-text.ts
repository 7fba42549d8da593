import type { UserError } from "../../core/errors.js";
import { type Lang, sentenceOf, type Texts } from "../../core/i18n.js";
import { text } from "./texts.js";

/**
 * What is wrong with a command and what to type instead.
 * @param sources the features' texts, in which the sentences of their errors stand
 */
export const commandErrorText = (
  sources: readonly Texts[],
  error: UserError,
  locale: Lang,
): string =>
  sentenceOf([text, ...sources], locale, error) ?? text(locale, "failed", { code: error.code });
