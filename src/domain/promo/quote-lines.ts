import type { Lang } from "../../core/i18n.js";
import type { QuoteJson } from "./quote-json.js";
import { text } from "./texts.js";

type Titles = Readonly<Record<string, { readonly title: string }>>;

/** A quote in words, a line for the price and one for each promo. */
export function quoteLines(json: QuoteJson, promos: Titles, lang: Lang): string[] {
  const name = (id: string) => `${promos[id]?.title ?? id} (${id})`;
  const { total, currency, subtotal, discount, shipping, nudge } = json;
  const lines = [text(lang, "quote.total", { total, currency, subtotal, discount, shipping })];
  for (const { promo, off, gift, points } of json.applied) {
    const extra = [gift && `${gift.sku} x ${gift.qty}`, points && `+${points}`].filter(Boolean);
    lines.push([`✓ ${name(promo)}: -${off}`, ...extra].join(" "));
  }
  for (const { promo, code, reason } of json.rejected)
    lines.push(`✗ ${name(promo)}: ${code} ${reason}`);
  if (nudge) {
    const { gap, off, then: all } = nudge;
    lines.push(`→ ${text(lang, "quote.nudge", { gap, promo: name(nudge.promo), off, all })}`);
  }
  return lines;
}
