import type { Lang } from "../../core/i18n.js";
import type { replayJson } from "./replay-json.js";
import { text } from "./texts.js";

type Replay = ReturnType<typeof replayJson>;
type Threshold = Replay["sets"][number]["promos"][number]["thresholds"][number];

/** A replay in words: the baskets, what each set of promos would have cost, and what a replay can't know. */
export function replayLines({ baskets, currency, sets, caveat }: Replay, lang: Lang): string[] {
  const { orders, average, median } = baskets;
  return [
    text(lang, "replay.baskets", { orders, average, currency, median }),
    ...baskets.buckets.map((bucket) => `  ${bucket.from} - ${bucket.to}: ${bucket.orders}`),
    ...sets.flatMap(({ name, orders: n, cost, promos }) => [
      text(lang, "replay.set", { name, orders: n, cost }),
      ...promos.flatMap(({ title, thresholds }) =>
        thresholds.map((threshold) => `  ${thresholdLine(title, threshold, lang)}`),
      ),
    ]),
    caveat,
  ];
}

function thresholdLine(title: string, threshold: Threshold, lang: Lang): string {
  const { spend, off, above, band, break_even_percent: percent } = threshold;
  const pays =
    percent === null ? text(lang, "replay.never-pays") : text(lang, "replay.pays", { percent });
  const { orders: below, from } = band;
  return text(lang, "replay.threshold", { title, spend, off, above, below, from, pays });
}
