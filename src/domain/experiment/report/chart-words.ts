import type { Chart } from "./chart.js";
import { verdictText } from "./describe.js";
import { type Lang, percent } from "./figures.js";
import { metricName } from "./metric-names.js";

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
  const say = (zh: string, en: string): string => (lang === "en" ? en : zh);
  const arms = chart.arms.map((arm) => names[arm] ?? arm);
  const { low, high, lift } = chart.estimate;
  const bounded = low !== null || high !== null;
  const range = bounded
    ? say(
        `，区间 ${percent(low)} 到 ${percent(high)}`,
        `, interval ${percent(low)} to ${percent(high)}`,
      )
    : say("，还没有区间", ", no interval yet");
  const metric = metricName(chart.primary, lang);
  const width = `±${Number((chart.smallest * 100).toPrecision(3))}%`;
  const calm =
    chart.smallest > 0
      ? say(`（灰带 ${width} 以内不算差别）`, ` (grey: within ${width} makes no difference)`)
      : "";
  return {
    title: verdictText({ ...chart, arms }, lang),
    estimate: capital(lift === null ? metric : `${metric} ${percent(lift)}${range}`),
    progress: progress(chart, lang),
    lift: say(`提升${calm}`, `Lift${calm}`),
    test: testWords(chart, lang),
    day: (day) => (day === 0 ? "" : say(`第${day}天`, `day ${day}`)),
  };
}

/** What is said where a chart can't be shown. */
export const chartAlt = (lang: Lang): string =>
  lang === "en"
    ? "(The chart can't be shown here; the text above says the same.)"
    : "（走势图发不到这里，以上面的文字为准）";

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function progress({ stopped, until, horizon, moreDays }: Chart, lang: Lang): string {
  const say = (zh: string, en: string): string => (lang === "en" ? en : zh);
  if (stopped !== null)
    return say(
      `第 ${stopped} 天得出结论，期限 ${horizon} 天`,
      `Verdict on day ${stopped} of ${horizon}`,
    );
  const so = say(`第 ${until} 天，期限 ${horizon} 天`, `Day ${until} of ${horizon}`);
  return moreDays === null
    ? so
    : say(`${so}；照现在的估计还需约 ${moreDays} 天`, `${so}; about ${moreDays} more as estimated`);
}

function testWords({ test, smallest }: Chart, lang: Lang): string {
  const say = (zh: string, en: string): string => (lang === "en" ? en : zh);
  if (test.bar.length === 0)
    return say("证据：这个设计没有能越过的线", "Evidence: this design has no line to pass");
  return smallest > 0
    ? say(
        "证据：越过虚线，或区间收进灰带，才下结论",
        "Evidence: a verdict needs the dashed line, or the interval in the grey",
      )
    : say("证据：越过虚线才下结论", "Evidence: a verdict needs the dashed line");
}
