import { shareOf } from "../core/money.js";
import type { OrderView } from "./view.js";

/** What an order counts for; money in minor units. `margin` only where the playbook states one. */
export type Count = {
  readonly orders: 0 | 1;
  readonly revenue: number;
  /** What the promos took off. */
  readonly costs: number;
  readonly margin?: number;
};

export type Terms = {
  readonly off: number;
  /** The promos got back what they gave. */
  readonly released: boolean;
  /** The part of the list price that is earned, in hundredths of a percent. */
  readonly marginPoints: number | undefined;
  /** In another currency only the order itself counts. */
  readonly foreign: boolean;
};

/** An order as if nothing of it had been given back. */
export function grossOf(
  { amount }: Pick<OrderView, "amount">,
  { off, marginPoints, foreign }: Terms,
): Count {
  if (foreign) return { orders: 1, revenue: 0, costs: 0 };
  return {
    orders: 1,
    revenue: amount,
    costs: off,
    ...(marginPoints === undefined ? {} : { margin: marginOf(amount, off, marginPoints) }),
  };
}

/**
 * An order as it stands. Of one that is refunded in part the margin shrinks with the amount, as if the
 * goods came back; one that was cancelled or given back whole counts for nothing.
 */
export function netOf(
  state: Pick<OrderView, "amount" | "refunded" | "status">,
  terms: Terms,
): Count {
  const gross = grossOf(state, terms);
  const { margin } = gross;
  const { amount, refunded, status } = state;
  if (status === "unpaid" || status === "cancelled" || status === "refunded") {
    return { orders: 0, revenue: 0, costs: 0, ...(margin === undefined ? {} : { margin: 0 }) };
  }
  const left = amount - refunded;
  return {
    ...gross,
    revenue: terms.foreign ? 0 : left,
    costs: terms.released ? 0 : gross.costs,
    ...(margin === undefined || refunded === 0
      ? {}
      : { margin: Math.round((margin * left) / amount) }),
  };
}

/** The goods cost what the margin leaves of their list price, and that is the amount and what came off. */
const marginOf = (amount: number, off: number, points: number): number =>
  amount - shareOf(amount + off, 10_000 - points);
