import type { Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import { mergeNotice, otherCurrency } from "../../domain/order/merge.js";
import type { OrderNotice, OrderRecord } from "../../domain/order/order.js";
import { rekeyed } from "../../domain/order/rekey.js";

/** What a notice makes of what is known of its order. */
type Merged =
  | { readonly outcome: "fresh" | "changed"; readonly record: OrderRecord }
  /** It was told before. */
  | { readonly outcome: "same" }
  /** It would turn the order into another currency. */
  | { readonly outcome: "refused"; readonly fact: Fact };

/** First step of an order's path: what is known of it with what a notice tells. */
export function mergeOrder(
  before: OrderRecord | undefined,
  told: OrderNotice,
  at: Instant,
): Merged {
  const { known, notice } = rekeyed(before, told);
  const currency = otherCurrency(before, notice);
  if (before && currency !== undefined) {
    const order = `${before.source}/${before.id}`;
    return { outcome: "refused", fact: { kind: "order_refused", at, data: { order, currency } } };
  }
  const { record, outcome } = mergeNotice(known, notice);
  if (outcome !== "same") return { outcome, record };
  return record === before ? { outcome } : { outcome: "changed", record };
}
