import type { Lang } from "../../core/i18n.js";
import { formatMoney } from "../../core/money.js";
import type { ReplayReport } from "./replay.js";
import { text } from "./texts.js";
import type { ThresholdReport } from "./threshold.js";

/** A replay as `suanpan promo replay --json` prints it: amounts as decimals, margins as percent. */
export function replayJson({ currency, baskets, sets }: ReplayReport, lang: Lang) {
  const money = (minor: number) => formatMoney(minor, currency);
  const threshold = ({ spend, off, above, band, breakEven }: ThresholdReport) => ({
    spend: money(spend),
    off: money(off),
    above,
    band: {
      from: money(band.from),
      to: money(spend),
      orders: band.orders,
      extra: money(band.extra),
      cost: money(band.cost),
      break_even_percent: percent(band.breakEven),
    },
    break_even_percent: percent(breakEven),
  });
  return {
    currency,
    baskets: {
      orders: baskets.orders,
      average: money(baskets.average),
      median: money(baskets.median),
      buckets: baskets.buckets.map(({ from, to, orders }) => ({
        from: money(from),
        to: money(to),
        orders,
      })),
    },
    sets: sets.map(({ name, orders, cost, promos }) => ({
      name,
      orders,
      cost: money(cost),
      promos: promos.map((promo) => ({
        promo: promo.promo,
        title: promo.title,
        orders: promo.orders,
        cost: money(promo.cost),
        thresholds: promo.thresholds.map(threshold),
      })),
    })),
    caveat: text(lang, "replay.caveat"),
  };
}

/** A share as percent with one decimal: 5/8 is 62.5. */
function percent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1000) / 10;
}
