import type { QuoteJson } from "./quote-json.js";

type Titles = Readonly<Record<string, { readonly title: string }>>;

/** A quote in words, a line for the price and one for each promo. */
export function quoteLines(json: QuoteJson, promos: Titles, lang: "zh-CN" | "en"): string[] {
  const en = lang === "en";
  const name = (id: string) => `${promos[id]?.title ?? id} (${id})`;
  const { nudge } = json;
  return [
    en
      ? `${json.total} ${json.currency} = ${json.subtotal} - ${json.discount} + shipping ${json.shipping}`
      : `应付 ${json.total} ${json.currency} = 商品 ${json.subtotal} - 优惠 ${json.discount} + 运费 ${json.shipping}`,
    ...json.applied.map(({ promo, off, gift, points }) => {
      const extra = [gift && `${gift.sku} x ${gift.qty}`, points && `+${points}`].filter(Boolean);
      return `✓ ${name(promo)}: -${off}${extra.length > 0 ? ` ${extra.join(" ")}` : ""}`;
    }),
    ...json.rejected.map(({ promo, code, reason }) => `✗ ${name(promo)}: ${code} ${reason}`),
    ...(nudge
      ? [
          en
            ? `→ ${nudge.gap} more: ${name(nudge.promo)} takes ${nudge.off} off, ${nudge.then} in all`
            : `→ 再添 ${nudge.gap}：${name(nudge.promo)} 减 ${nudge.off}，共付 ${nudge.then}`,
        ]
      : []),
  ];
}
