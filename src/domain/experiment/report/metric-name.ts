import type { Lang } from "../../../core/i18n.js";
import { featureMetrics } from "../design/metrics.js";
import { text } from "./texts.js";

/** A metric or guardrail in plain words: a feature says how those are called that it brings; else its id. */
export function metricName(lang: Lang, primary: string): string {
  const brought = featureMetrics().find(({ name }) => name === primary);
  if (brought) return brought.title(lang);
  const key = `metric.${primary}`;
  return text.has(key) ? text(lang, key) : primary;
}

/** The same, to begin a line with. */
export function metricTitle(lang: Lang, primary: string): string {
  const name = metricName(lang, primary);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
