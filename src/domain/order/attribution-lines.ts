import type { Lang } from "../../core/i18n.js";
import { foldText } from "../../core/text/fold.js";
import {
  type AttributionDimension,
  type AttributionReport,
  attributionDimensions,
} from "./attribution-report.js";
import { text } from "./texts.js";

/** The thing that an operator names, in Chinese or English; undefined when it is none. */
export const dimensionOf = (word: string): AttributionDimension | undefined =>
  attributionDimensions.find(
    (key) => key === foldText(word) || text("zh-CN", `thing.${key}`) === foldText(word),
  );

/** A report in words: how it was calculated, a line for each thing credited, the remainder, the sum. */
export function attributionLines(report: AttributionReport, lang: Lang): string[] {
  const { by, currency, uncredited, revenue } = report;
  const orders = (n: number) => text(lang, "orders", { n });
  const foreign = report.foreign.map((each) =>
    text(lang, "credits.foreign", {
      revenue: each.revenue,
      currency: each.currency,
      orders: orders(each.orders),
    }),
  );
  if (report.orders === 0) return [text(lang, "credits.none"), ...foreign];
  const thing = text(lang, `thing.${by}`);
  return [
    ...report.attribution.map(({ model, window, orders: n }) =>
      text(lang, "credits.model", {
        model: text(lang, `model.${model}`),
        window,
        orders: orders(n),
      }),
    ),
    ...report.credited.map(({ id, revenue: sum, orders: n }) =>
      text(lang, "credits.thing", { thing, id, revenue: sum, orders: orders(n) }),
    ),
    text(lang, "credits.uncredited", { thing, revenue: uncredited }),
    text(lang, "credits.sum", { revenue, currency, orders: orders(report.orders) }),
    ...foreign,
  ];
}
