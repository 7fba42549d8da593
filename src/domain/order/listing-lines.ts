import type { Lang } from "../../core/i18n.js";
import type { ListedOrder } from "./listing.js";
import { text } from "./texts.js";

/** A list of orders in words; `count` is of all, of which `orders` are shown. */
export function listingLines(
  list: { readonly orders: readonly ListedOrder[]; readonly count: number; readonly zone: string },
  lang: Lang,
): string[] {
  const local = new Intl.DateTimeFormat("sv-SE", {
    timeZone: list.zone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const lines = list.orders.map(({ order, at, status, refunded, member, promos, ...of }) => {
    const { amount = "?", currency = "?", foreign } = of;
    return [
      order,
      at === undefined ? "-" : local.format(at),
      foreign ? text(lang, "list.foreign", { amount, currency }) : amount,
      text(lang, `status.${status}`),
      ...(refunded !== undefined && Number(refunded) > 0 ? [`-${refunded}`] : []),
      member ?? text(lang, "list.unowned"),
      ...(promos.length > 0 ? [promos.join(" ")] : []),
    ].join(" | ");
  });
  const { count } = list;
  return [...lines, text(lang, "list.foot", { shown: lines.length, count })];
}
