import type { Lang } from "../../../core/i18n.js";
import type { Pooled } from "../analysis/pooled.js";
import { metricName } from "./metric-name.js";
import { text } from "./texts.js";

/** What other clients found, in two lines: plain words first. */
export function pooledText({ primary, clients, pooled, next, reml }: Pooled, lang: Lang): string[] {
  return [
    text(lang, "pooled.found", {
      clients,
      words: wordsOf(pooled, lang),
      metric: metricName(lang, primary),
      lift: percent(pooled.lift),
      low: percent(pooled.low),
      high: percent(pooled.high),
    }),
    text(lang, "pooled.next", {
      low: percent(next.low),
      high: percent(next.high),
      lift: percent(reml.lift),
      remlLow: percent(reml.low),
      remlHigh: percent(reml.high),
    }),
  ];
}

function wordsOf({ low, high }: Pooled["pooled"], lang: Lang): string {
  if (low !== null && low > 0) return text(lang, "pooled.holds");
  if (high !== null && high < 0) return text(lang, "pooled.opposite");
  return text(lang, "pooled.unclear");
}

const percent = (lift: number | null): string =>
  lift === null ? "?" : `${lift < 0 ? "−" : "+"}${Math.round(Math.abs(lift) * 100)}%`;
