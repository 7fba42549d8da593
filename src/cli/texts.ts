import { features } from "../app/features.js";
import type { UserError } from "../core/errors.js";
import { type Lang, sentenceOf, type Texts, textsBeside } from "../core/i18n.js";
import { promoErrorTexts } from "./promo-texts.js";

export const text = textsBeside(import.meta.url);

/** Where the sentences of errors stand. */
const sources: readonly Texts[] = [text, ...features.flatMap(({ texts }) => texts ?? [])];

/** The sentence of a user's mistake in the user's language. */
export function errorText(error: UserError, lang: Lang): string {
  return sentenceOf(sources, lang, error) ?? pairText(error, lang) ?? error.message;
}

function pairText({ code, params }: UserError, lang: Lang): string | undefined {
  const pair = promoErrorTexts[code]?.[lang === "en" ? 1 : 0];
  return pair?.replace(/\{(\w+)\}/g, (_all, name: string) => String(params[name] ?? ""));
}
