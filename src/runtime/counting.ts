import type { Fact } from "../core/fact.js";
import { localDay } from "../core/local-day.js";
import type { Booking, OrderCount } from "../core/record.js";
import { type Count, grossOf, netOf, type Terms } from "../order/count.js";
import type { OrderView } from "../order/view.js";
import { addFactOn, type Draft } from "./draft.js";

type Of = {
  readonly order: string;
  readonly state: OrderView;
  readonly booking: Booking | undefined;
  /** What it counted for so far. */
  readonly counted: OrderCount | undefined;
  /** An order from before counts were kept: that it came is a fact already. */
  readonly told: boolean;
};

/**
 * Tells as facts what a paid order counts for, and later what of that was given back or corrected: all
 * of it for the group that was the member's home then, and the day it was paid.
 * @returns what it now counts for; undefined when it was never paid.
 */
export function countOrder(draft: Draft, of: Of): OrderCount | undefined {
  const { order, state, counted, told } = of;
  const terms = termsOf(draft, of);
  const now = netOf(state, terms);
  if (counted) return recount(draft, { order, counted, now });
  if (!told && (state.status === "unpaid" || state.status === "cancelled")) return undefined;
  const { groupId: group, stage } = draft.view;
  const paid = state.paidAt ?? state.placedAt ?? state.modifiedAt;
  const place = { group, day: localDay(paid, stage.playbook.timezone) };
  const gross = grossOf(state, terms);
  const { amount, currency } = state;
  const data = { order, amount, ...(terms.foreign ? { currency } : moneyOf(gross)) };
  if (!told) addFactOn(draft, { kind: "ordered", ...place, data });
  return recount(draft, { order, counted: { ...place, ...gross }, now });
}

function termsOf(draft: Draft, { state, booking }: Of): Terms {
  return {
    off: booking?.applied.reduce((sum, { off }) => sum + off, 0) ?? 0,
    released: booking?.released ?? false,
    marginPoints: undefined,
    foreign: state.currency !== draft.view.stage.playbook.currency,
  };
}

type Recount = { readonly order: string; readonly counted: OrderCount; readonly now: Count };

/** The difference goes to where the order was counted first. */
function recount(draft: Draft, { order, counted, now }: Recount): OrderCount {
  const { group, day } = counted;
  const orders = now.orders - counted.orders;
  const revenue = now.revenue - counted.revenue;
  const costs = now.costs - counted.costs;
  if (orders === 0 && revenue === 0 && costs === 0) return counted;
  const margin = now.margin ?? (now.orders === 0 ? 0 : counted.margin);
  const less = (orders || revenue || costs) < 0;
  // Never −0.
  const size = (change: number) => 0 + (less ? -change : change);
  const data = {
    order,
    amount: size(revenue),
    ...moneyOf({ costs: size(costs), margin: size((margin ?? 0) - (counted.margin ?? 0)) }),
    ...(orders !== 0 && { whole: true }),
  };
  addFactOn(draft, { kind: less ? "refunded" : "corrected", group, day, data });
  return { group, day, ...now, ...(margin !== undefined && { margin }) };
}

const moneyOf = ({ costs, margin = 0 }: Pick<Count, "costs" | "margin">): Fact["data"] => ({
  ...(costs !== 0 && { off: costs }),
  ...(margin !== 0 && { margin }),
});
