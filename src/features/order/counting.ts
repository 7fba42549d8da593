import type { Fact } from "../../core/fact.js";
import { localDay } from "../../core/time/local-day.js";
import { type Count, changeOf, grossOf, netOf, type Terms } from "../../domain/order/count.js";
import type { OrderCount, Redemption } from "../../domain/order/entry.js";
import type { OrderView } from "../../domain/order/view.js";
import { addFactOn, type Decision } from "../../engine/decision.js";

type Of = {
  readonly order: string;
  readonly state: OrderView;
  readonly booking: Redemption | undefined;
  /** What it counted for so far. */
  readonly counted: OrderCount | undefined;
};

/**
 * Tells as facts what a paid order counts for (`ordered`), and later by how much that changed
 * (`recounted`): both for the group that was the member's home when it was counted first, and the local
 * day it was paid.
 * @returns what it now counts for; undefined when it was never paid.
 */
export function countOrder(
  decision: Decision,
  { order, state, booking, counted }: Of,
): Of["counted"] {
  const terms = termsOf(decision, state, booking);
  const first = counted ?? countFirst(decision, { order, state, terms });
  if (!first) return undefined;
  const { group, day } = first;
  const now = netOf(state, terms);
  const change = changeOf(first, now);
  if (!change) return first;
  const { orders, revenue: amount, ...rest } = change;
  const data = { order, orders, amount, ...moneyOf(rest) };
  addFactOn(decision, { kind: "recounted", group, day, data });
  return { group, day, ...now };
}

/** An order that is paid counts whole, and at once less what was given back of it already. */
function countFirst(
  decision: Decision,
  { order, state, terms }: { order: string; state: OrderView; terms: Terms },
): OrderCount | undefined {
  if (state.status === "unpaid" || state.status === "cancelled") return undefined;
  const { groupId: group, compiled } = decision.context;
  const paid = state.paidAt ?? state.placedAt ?? state.modifiedAt;
  const day = localDay(paid, compiled.playbook.timezone);
  const gross = grossOf(state, terms);
  const { amount, currency } = state;
  const data = { order, amount, ...(terms.foreign ? { currency } : moneyOf(gross)) };
  addFactOn(decision, { kind: "ordered", group, day, data });
  return { group, day, ...gross };
}

function termsOf(decision: Decision, state: OrderView, booking: Redemption | undefined): Terms {
  const { orders, currency } = decision.context.compiled.playbook;
  // A share of the list price.
  const { margin } = orders;
  const applied = booking?.applied ?? [];
  return {
    off: applied.reduce((sum, each) => sum + each.off, 0),
    kept: applied.reduce((sum, each) => sum + each.kept, 0),
    marginPoints: margin === undefined ? undefined : Math.round(Number(margin) * 10_000),
    foreign: state.currency !== currency,
  };
}

/** What a fact says of an order's costs and margin. */
export const moneyOf = ({ costs, margin = 0 }: Pick<Count, "costs" | "margin">): Fact["data"] => ({
  ...(costs !== 0 && { off: costs }),
  ...(margin !== 0 && { margin }),
});
