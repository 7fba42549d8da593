import { type Lang, textsBeside } from "../../../core/i18n.js";

/** What is said of experiments, and what is wrong with a design or its data. */
export const text = textsBeside(import.meta.url);

/** Names in a row. */
export const listText = (items: readonly string[], lang: Lang): string =>
  items.join(text(lang, "join.items"));
