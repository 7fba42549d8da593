import { formatMoney } from "../../core/money.js";
import type { Applied, Quote } from "./quote.js";
import type { Reason } from "./reasons.js";
import { reasonText } from "./texts.js";

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
export function quoteJson(quote: Quote, lang: "zh-CN" | "en"): QuoteJson {
  const { currency, nudge } = quote;
  const text = (minor: number) => formatMoney(minor, currency);
  const appliedJson = ({ promo, off, lines, gift, points }: Applied) => ({
    promo,
    off: text(off),
    lines: lines.map((line) => ({ id: line.id, off: text(line.off) })),
    ...(gift ? { gift } : {}),
    ...(points === undefined ? {} : { points }),
  });
  return {
    currency,
    subtotal: text(quote.subtotal),
    discount: text(quote.discount),
    shipping: text(quote.shipping),
    total: text(quote.total),
    applied: quote.applied.map(appliedJson),
    rejected: quote.rejected.map((each) => ({
      promo: each.promo,
      code: each.code,
      reason: reasonText(each, currency, lang),
    })),
    nudge: nudge && {
      promo: nudge.promo,
      gap: text(nudge.gap),
      off: text(nudge.off),
      // biome-ignore lint/suspicious/noThenProperty: the word of the result's format; a string.
      then: text(nudge.total),
    },
  };
}
