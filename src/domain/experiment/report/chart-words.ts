import type { Lang } from "../../../core/i18n.js";
import type { Chart } from "./chart.js";
import { verdictText } from "./describe.js";
import { percent } from "./figures.js";
import { metricTitle } from "./metric-name.js";
import { text } from "./texts.js";

/** What stands on a chart, in words. */
export type ChartWords = {
  /** The verdict. */
  readonly title: string;
  /** The lift and its interval. */
  readonly estimate: string;
  /** How far along it is. */
  readonly progress: string;
  /** Names the upper panel and the band in which no difference matters. */
  readonly lift: string;
  /** Names the lower one. */
  readonly test: string;
  readonly day: (day: number) => string;
};

/**
 * @param names what the arms are called, where their ids don't say it
 */
export function chartWords(
  chart: Chart,
  lang: Lang,
  names: Readonly<Record<string, string>> = {},
): ChartWords {
  const arms = chart.arms.map((arm) => names[arm] ?? arm);
  const width = `±${Number((chart.smallest * 100).toPrecision(3))}%`;
  const calm = chart.smallest > 0 ? text(lang, "chart.calm", { width }) : "";
  return {
    title: verdictText({ ...chart, arms }, lang),
    estimate: estimateText(chart, lang),
    progress: progressText(chart, lang),
    lift: text(lang, "chart.lift", { calm }),
    test: testText(chart, lang),
    day: (day) => (day === 0 ? "" : text(lang, "chart.day", { day })),
  };
}

/** What is said where a chart can't be shown. */
export const chartAlt = (lang: Lang): string => text(lang, "chart.alt");

function estimateText({ estimate, primary }: Chart, lang: Lang): string {
  const { low, high, lift } = estimate;
  const metric = metricTitle(lang, primary);
  if (lift === null) return metric;
  const bounded = low !== null || high !== null;
  const range = bounded
    ? text(lang, "chart.interval", { low: percent(low), high: percent(high) })
    : text(lang, "chart.no-interval");
  return `${metric} ${percent(lift)}${range}`;
}

function progressText({ stopped, until, horizon, moreDays }: Chart, lang: Lang): string {
  if (stopped !== null) return text(lang, "chart.concluded", { day: stopped, horizon });
  return moreDays === null
    ? text(lang, "chart.progress", { day: until, horizon })
    : text(lang, "chart.progress-more", { day: until, horizon, more: moreDays });
}

function testText({ test, smallest }: Chart, lang: Lang): string {
  if (test.bar.length === 0) return text(lang, "chart.no-bar");
  return text(lang, smallest > 0 ? "chart.bar-or-band" : "chart.bar");
}
