import type { Instant } from "../../core/event.js";
import { formatMoney } from "../../core/money.js";
import type { OrderEntry } from "./entry.js";
import { type OrderView, viewOf } from "./view.js";

/** An order as a list shows it; amounts as decimals of the order's currency. */
export type ListedOrder = {
  readonly order: string;
  /** When it was paid, else when the newest notice came; undefined while its amount is not known. */
  readonly at?: Instant;
  readonly status: OrderView["status"] | "unknown";
  readonly amount?: string;
  readonly refunded?: string;
  readonly currency?: string;
  /** Not in the client's currency: it counts as an order, its amount does not. */
  readonly foreign: boolean;
  readonly member?: string;
  readonly promos: readonly string[];
};

/** One stored order, for a list; `own` is the client's currency. */
export function listed(
  order: string,
  { record, member, booking: redemption }: OrderEntry,
  own: string | undefined,
): ListedOrder {
  const view = viewOf(record);
  const standing = (redemption?.applied ?? []).filter(({ released }) => !released);
  const promos = standing.map(({ promo }) => promo);
  const whose = member === undefined ? {} : { member };
  if (!view) return { order, status: "unknown", foreign: false, promos, ...whose };
  const { status, amount, refunded, currency, paidAt, modifiedAt } = view;
  return {
    order,
    at: paidAt ?? modifiedAt,
    status,
    amount: formatMoney(amount, currency),
    refunded: formatMoney(refunded, currency),
    currency,
    foreign: own !== undefined && currency !== own,
    ...whose,
    promos,
  };
}
