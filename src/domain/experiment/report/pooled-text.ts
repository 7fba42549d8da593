import type { Pooled } from "../analysis/pooled.js";
import type { Lang } from "./figures.js";
import { metricName } from "./metric-names.js";

/** What other clients found, in two lines: plain words first. */
export function pooledText({ primary, clients, pooled, next, reml }: Pooled, lang: Lang): string[] {
  const say = (zh: string, en: string): string => (lang === "en" ? en : zh);
  const metric = metricName(primary, lang);
  const range = ({ low, high }: Pick<typeof next, "low" | "high">) =>
    `${percent(low)} … ${percent(high)}`;
  const words = wordsOf(pooled, lang);
  return [
    say(
      `   别处有 ${clients} 家试过：${words}，${metric} ${percent(pooled.lift)}（${range(pooled)}）`,
      `   Elsewhere ${clients} clients tried it: ${words}, ${metric} ${percent(pooled.lift)} (${range(pooled)})`,
    ),
    say(
      `   换一家做，多半在 ${range(next)}；不往中间收的算法（REML、mHK）：${percent(reml.lift)}（${range(reml)}）`,
      `   The next client is likely at ${range(next)}. REML with mHK, which draws nothing in: ${percent(reml.lift)} (${range(reml)})`,
    ),
  ];
}

function wordsOf({ low, high }: Pooled["pooled"], lang: Lang): string {
  const at = lang === "en" ? 1 : 0;
  if (low !== null && low > 0) return ["总体站得住", "on the whole it holds"][at] as string;
  if (high !== null && high < 0) return ["总体正相反", "on the whole the opposite"][at] as string;
  return ["总体还看不出", "on the whole it can't be told yet"][at] as string;
}

const percent = (lift: number | null): string =>
  lift === null ? "?" : `${lift < 0 ? "−" : "+"}${Math.round(Math.abs(lift) * 100)}%`;
