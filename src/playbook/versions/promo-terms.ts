import type { Lang } from "../../core/i18n.js";
import { entries } from "../read/values.js";
import { text } from "./texts.js";
import { valueText } from "./value-text.js";

/** 60.00 is said as 60; no threshold is one of 0. */
const amount = (value: unknown): string => String(value ?? "0").replace(/\.0+$/, "");

/**
 * What a promo gives and from where on, as people say it: 满60减5.
 * @param promo as it is written; only `spend` and `give` are read
 */
export function promoTerms(promo: unknown, lang: Lang): string {
  const { spend, give } = entries(promo);
  if (give === undefined) return text(lang, "value.nothing");
  const form = entries(give);
  const from = amount(spend);
  const capped = (said: string) =>
    form.cap === undefined ? said : said + text(lang, "terms.cap", { cap: amount(form.cap) });
  if (Array.isArray(form.tiers))
    return form.tiers
      .map(entries)
      .map((tier) => text(lang, "terms.off", { spend: amount(tier.spend), off: amount(tier.off) }))
      .join(text(lang, "value.and"));
  if (form.every !== undefined)
    return capped(
      text(lang, "terms.every", { every: amount(form.every), off: amount(form.off), spend: from }),
    );
  if (form.off !== undefined)
    return text(lang, "terms.off", { spend: from, off: amount(form.off) });
  if (form.percent !== undefined)
    return capped(text(lang, "terms.percent", { spend: from, percent: String(form.percent) }));
  const threshold = from === "0" ? "" : text(lang, "terms.from", { spend: from });
  return threshold + valueText(give, lang);
}
