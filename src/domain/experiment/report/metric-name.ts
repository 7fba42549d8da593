import type { Lang } from "../../../core/i18n.js";
import { featureMetrics, type Primary } from "../design/metrics.js";
import { text } from "./texts.js";

type OwnMetric =
  | "margin_per_member"
  | "revenue_per_member"
  | "orders_per_member"
  | "reply_rate"
  | "active_rate";

/** A metric in plain words: a feature says how those are called that it brings. */
export function metricName(lang: Lang, primary: Primary): string {
  const brought = featureMetrics().find(({ name }) => name === primary);
  return brought?.title(lang) ?? text(lang, `metric.${primary as OwnMetric}`);
}
