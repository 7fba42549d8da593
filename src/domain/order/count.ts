import { shareOf } from "../../core/money.js";
import type { OrderView } from "./view.js";

/** What an order counts for; money in minor units. `margin` only where the playbook states one. */
export type Count = {
  readonly orders: number;
  readonly revenue: number;
  /** What the promos took off. */
  readonly costs: number;
  readonly margin?: number;
};

export type Terms = {
  /** What the promos took off when it was paid, and what of that stands. */
  readonly off: number;
  readonly kept: number;
  /** The part of the list price that is earned, in hundredths of a percent. */
  readonly marginBasisPoints: number | undefined;
  /** In another currency only the order itself counts. */
  readonly foreign: boolean;
};

/** An order as if nothing of it had been given back. */
export function grossOf(
  { amount }: Pick<OrderView, "amount">,
  { off, marginBasisPoints, foreign }: Terms,
): Count {
  if (foreign) return { orders: 1, revenue: 0, costs: 0 };
  const margin =
    marginBasisPoints === undefined ? undefined : marginOf(amount, off, marginBasisPoints);
  return { orders: 1, revenue: amount, costs: off, ...(margin === undefined ? {} : { margin }) };
}

/**
 * An order as it stands. Of one that is refunded in part the margin shrinks with the amount, as if the
 * goods came back; one that was cancelled or given back whole counts for nothing.
 */
export function netOf(
  state: Pick<OrderView, "amount" | "refunded" | "status">,
  terms: Terms,
): Count {
  const { amount, refunded, status } = state;
  if (status === "unpaid" || status === "cancelled" || status === "refunded") {
    return { orders: 0, revenue: 0, costs: 0, margin: 0 };
  }
  const gross = grossOf(state, terms);
  if (terms.foreign) return gross;
  const left = amount - refunded;
  const { margin } = gross;
  const shrunk = margin === undefined || refunded === 0 ? margin : (margin * left) / amount;
  return {
    orders: 1,
    revenue: left,
    costs: terms.kept,
    ...(shrunk === undefined ? {} : { margin: Math.round(shrunk) }),
  };
}

/** What is to be added to one count to make it the other; undefined when they are the same. */
export function changeOf(before: Count, after: Count): Count | undefined {
  const orders = after.orders - before.orders;
  const revenue = after.revenue - before.revenue;
  const costs = after.costs - before.costs;
  // A margin that the playbook states anew is for orders to come.
  if (orders === 0 && revenue === 0 && costs === 0) return undefined;
  const margin = (after.margin ?? 0) - (before.margin ?? 0);
  return { orders, revenue, costs, ...(margin === 0 ? {} : { margin }) };
}

/** The goods cost what the margin leaves of their list price, and that is the amount and what came off. */
const marginOf = (amount: number, off: number, marginBasisPoints: number): number =>
  amount - shareOf(amount + off, 10_000 - marginBasisPoints);
