import { type Texts, textsBeside } from "../../core/i18n.js";
import { text as domainText } from "../../domain/experiment/report/texts.js";

/** What operators read of experiments, in chat and on the terminal. */
export const text = textsBeside(import.meta.url);

/** The same, and what designs and data are refused with, whose sentences stand beside them. */
export const errorTexts: Texts = Object.assign(
  (...[lang, key, params]: Parameters<Texts>) =>
    (text.has(key) ? text : domainText)(lang, key, params),
  { has: (key: string) => text.has(key) || domainText.has(key) },
);
