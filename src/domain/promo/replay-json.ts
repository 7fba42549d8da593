import { formatMoney } from "../../core/money.js";
import type { ReplayReport } from "./replay.js";
import type { ThresholdReport } from "./threshold.js";

const CAVEAT = {
  "zh-CN":
    "这里只有当时真实买下的订单：成本全部花在不打折也会买的单上。成员看到活动后会多买、少买还是换着买，重放不知道，要靠实验。",
  en: "These are orders as they were bought: all of the cost goes to baskets that were bought without the promo. How members would have reacted, a replay can't know; an experiment can.",
} as const;

/** A replay as `suanpan promo replay --json` prints it: amounts as decimals, margins as percent. */
export function replayJson({ currency, baskets, sets }: ReplayReport, lang: "zh-CN" | "en") {
  const text = (minor: number) => formatMoney(minor, currency);
  const threshold = ({ spend, off, above, band, breakEven }: ThresholdReport) => ({
    spend: text(spend),
    off: text(off),
    above,
    band: {
      from: text(band.from),
      to: text(spend),
      orders: band.orders,
      extra: text(band.extra),
      cost: text(band.cost),
      break_even_percent: percent(band.breakEven),
    },
    break_even_percent: percent(breakEven),
  });
  return {
    currency,
    baskets: {
      orders: baskets.orders,
      average: text(baskets.average),
      median: text(baskets.median),
      buckets: baskets.buckets.map(({ from, to, orders }) => ({
        from: text(from),
        to: text(to),
        orders,
      })),
    },
    sets: sets.map(({ name, orders, cost, promos }) => ({
      name,
      orders,
      cost: text(cost),
      promos: promos.map((promo) => ({
        promo: promo.promo,
        title: promo.title,
        orders: promo.orders,
        cost: text(promo.cost),
        thresholds: promo.thresholds.map(threshold),
      })),
    })),
    caveat: CAVEAT[lang],
  };
}

/** A share as percent with one decimal: 5/8 is 62.5. */
function percent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1000) / 10;
}
