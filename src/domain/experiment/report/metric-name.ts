import type { Lang } from "../../../core/i18n.js";
import { featureMetrics } from "../design/metrics.js";
import { text } from "./texts.js";

const OWN = [
  "margin_per_member",
  "revenue_per_member",
  "orders_per_member",
  "reply_rate",
  "active_rate",
  "leave_rate",
  "complaint_rate",
] as const;
const isOwn = (id: string): id is (typeof OWN)[number] => OWN.some((one) => one === id);

/** A metric or guardrail in plain words: a feature says how those are called that it brings; else its id. */
export function metricName(lang: Lang, primary: string): string {
  const brought = featureMetrics().find(({ name }) => name === primary);
  if (brought) return brought.title(lang);
  return isOwn(primary) ? text(lang, `metric.${primary}`) : primary;
}

/** The same, to begin a line with. */
export function metricTitle(lang: Lang, primary: string): string {
  const name = metricName(lang, primary);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
