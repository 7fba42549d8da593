import type { Lang } from "../../core/i18n.js";
import { formatMoney } from "../../core/money.js";
import type { Applied, Quote } from "./quote.js";
import { reasonText } from "./reason-text.js";
import type { Reason } from "./reasons.js";

/** A quote as `suanpan quote --json` prints it; amounts are decimal strings. */
export type QuoteJson = {
  readonly currency: string;
  readonly subtotal: string;
  readonly discount: string;
  readonly shipping: string;
  readonly total: string;
  readonly applied: readonly {
    readonly promo: string;
    readonly off: string;
    readonly lines: readonly { readonly id: string; readonly off: string }[];
    readonly gift?: { readonly sku: string; readonly qty: number };
    readonly points?: number;
  }[];
  readonly rejected: readonly {
    readonly promo: string;
    readonly code: Reason;
    readonly reason: string;
  }[];
  readonly nudge: {
    readonly promo: string;
    readonly gap: string;
    readonly off: string;
    /** What the whole basket costs then. */
    readonly then: string;
  } | null;
};

/** A quote in its outside form; reasons in the reader's language. */
export function quoteJson(quote: Quote, lang: Lang): QuoteJson {
  const { currency, nudge } = quote;
  const money = (minor: number) => formatMoney(minor, currency);
  const appliedJson = ({ promo, off, lines, gift, points }: Applied) => ({
    promo,
    off: money(off),
    lines: lines.map((line) => ({ id: line.id, off: money(line.off) })),
    ...(gift ? { gift } : {}),
    ...(points === undefined ? {} : { points }),
  });
  return {
    currency,
    subtotal: money(quote.subtotal),
    discount: money(quote.discount),
    shipping: money(quote.shipping),
    total: money(quote.total),
    applied: quote.applied.map(appliedJson),
    rejected: quote.rejected.map((each) => ({
      promo: each.promo,
      code: each.code,
      reason: reasonText(each, currency, lang),
    })),
    nudge: nudge && {
      promo: nudge.promo,
      gap: money(nudge.gap),
      off: money(nudge.off),
      // biome-ignore lint/suspicious/noThenProperty: the word of the result's format; a string.
      then: money(nudge.total),
    },
  };
}
