import type { Lang } from "../../core/i18n.js";
import { neverText, reachText } from "../../domain/experiment/report/plan-reach-text.js";
import { replayJson } from "../../domain/promo/replay-json.js";
import type { Outlook } from "./outlook.js";
import { text } from "./texts.js";

/** How wide the bar of the fullest bucket is. */
const WIDE = 24;
/** More rows than that make no page. */
const ROWS = 15;

/** The page of `suanpan plan`: the orders, what thresholds would have cost, and what 28 days can know. */
export function outlookLines(
  { days, replay, plan }: Outlook,
  about: { readonly groups: number; readonly members: number },
  lang: Lang,
): readonly string[] {
  const { baskets, sets, currency, caveat } = replayJson(replay, lang);
  const { orders, average, median } = baskets;
  const offers = sets.flatMap(({ orders: reached, cost, promos }) =>
    promos.flatMap(({ thresholds }) => thresholds.map((one) => ({ ...one, reached, cost }))),
  );
  return [
    text(lang, "outlook.orders", { orders, days, average, median, currency }),
    ...bars(baskets.buckets),
    "",
    text(lang, "outlook.offers"),
    ...offers.map(({ spend, off, above, cost, band, break_even_percent: percent }) =>
      text(lang, "outlook.offer", {
        ...{ spend, off, above, cost, below: band.orders, from: band.from },
        share: Math.round((100 * above) / orders),
        pays: paysText(percent, lang),
      }),
    ),
    caveat,
    "",
    text(lang, "outlook.know", { ...about }),
    ...(plan.reachable ? reachText(plan, lang) : neverText(plan, lang)),
    text(lang, "outlook.basis", { daily: Number((plan.basis.events ?? 0).toPrecision(2)) }),
  ];
}

/** @param percent the margin above which an average order pays that is lifted there; null: it is there already */
function paysText(percent: number | null, lang: Lang): string {
  if (percent === null) return text(lang, "outlook.reached");
  return percent >= 100 ? text(lang, "outlook.never") : text(lang, "outlook.pays", { percent });
}

type Bucket = { readonly from: string; readonly to: string; readonly orders: number };

/** The last row holds all that lie above it. */
function bars(buckets: readonly Bucket[]): readonly string[] {
  const rest = buckets.slice(ROWS);
  const more = rest.reduce((sum, { orders }) => sum + orders, 0);
  const rows = buckets
    .slice(0, ROWS)
    .map(({ from, to, orders }) => ({ name: `${from} - ${to}`, orders }));
  if (more > 0) rows.push({ name: `${rest[0]?.from} +`, orders: more });
  const most = Math.max(...rows.map(({ orders }) => orders));
  return rows.map(({ name, orders }) => {
    const bar = "█".repeat(Math.ceil((orders / most) * WIDE));
    return `  ${name.padStart(19)}  ${bar} ${orders}`;
  });
}
