import type { Fact } from "../../core/fact.js";
import { localDay } from "../../core/time/local-day.js";
import { type Count, changeOf, grossOf, netOf, type Terms } from "../../domain/order/count.js";
import type { OrderCount, Redemption } from "../../domain/order/entry.js";
import type { OrderView } from "../../domain/order/view.js";
import type { Context } from "../../engine/decision.js";
import type { CountedOrder, OrderNews, RedeemedOrder } from "./path.js";

/**
 * Tells what a paid order counts for (`ordered`), and later by how much that changed (`recounted`): both
 * for the group that was the member's home when it was counted first, and the local day it was paid.
 */
export function countOrder(order: RedeemedOrder): CountedOrder {
  const { context, state, past } = order;
  const before = past?.counted;
  if (!context || !state) return { ...order, counted: before };
  const terms = termsOf(context, state, order.redemption);
  const first = before
    ? { counted: before, news: [] }
    : countFirst(context, order.key, state, terms);
  if (!first) return { ...order, counted: undefined };
  const { group, day } = first.counted;
  const news = [...order.news, ...first.news];
  const now = netOf(state, terms);
  const change = changeOf(first.counted, now);
  if (!change) return { ...order, news, counted: first.counted };
  const { orders, revenue: amount, ...rest } = change;
  const data = { order: order.key, orders, amount, ...moneyOf(rest) };
  const recounted = { kind: "recounted", at: { group, day }, data };
  return { ...order, news: [...news, recounted], counted: { group, day, ...now } };
}

/** An order that is paid counts whole, and at once less what was given back of it already. */
function countFirst(
  { groupId: group, compiled }: Context,
  order: string,
  state: OrderView,
  terms: Terms,
): { readonly counted: OrderCount; readonly news: readonly OrderNews[] } | undefined {
  if (state.status === "unpaid" || state.status === "cancelled") return undefined;
  const paid = state.paidAt ?? state.placedAt ?? state.modifiedAt;
  const at = { group, day: localDay(paid, compiled.playbook.timezone) };
  const gross = grossOf(state, terms);
  const { amount, currency } = state;
  const data = { order, amount, ...(terms.foreign ? { currency } : moneyOf(gross)) };
  return { counted: { ...at, ...gross }, news: [{ kind: "ordered", at, data }] };
}

function termsOf(
  { compiled }: Context,
  { currency: own }: OrderView,
  redemption: Redemption | undefined,
): Terms {
  const { orders, currency } = compiled.playbook;
  // A share of the list price.
  const { margin } = orders;
  const applied = redemption?.applied ?? [];
  return {
    off: applied.reduce((sum, each) => sum + each.off, 0),
    kept: applied.reduce((sum, each) => sum + each.kept, 0),
    marginBasisPoints: margin === undefined ? undefined : Math.round(Number(margin) * 10_000),
    foreign: own !== currency,
  };
}

/** What a fact says of an order's costs and margin. */
export const moneyOf = ({ costs, margin = 0 }: Pick<Count, "costs" | "margin">): Fact["data"] => ({
  ...(costs !== 0 && { off: costs }),
  ...(margin !== 0 && { margin }),
});
