import type { Instant } from "../../core/event.js";
import type { Order } from "./order.js";
import type { ParsedOrder } from "./text.js";

/** The source of orders that were typed in chat. */
export const CHAT = "chat";

/**
 * The order that an operator confirmed. A draft has one sum for all its items, so its items make
 * one line. The name typed is no id: whose order it is the operator says.
 */
export function orderOfDraft(
  draft: ParsedOrder,
  confirmed: {
    readonly id: string;
    readonly currency: string;
    readonly at: Instant;
    readonly platform?: string;
  },
): Order {
  const [only, ...more] = draft.items;
  const line =
    only && more.length === 0
      ? { title: only.title, qty: only.qty }
      : { title: titleOf(draft.items), qty: 1 };
  return {
    source: CHAT,
    id: confirmed.id,
    state: "paid",
    currency: confirmed.currency,
    amount: draft.amount,
    lines: [{ ...line, amount: draft.amount }],
    paidAt: confirmed.at,
    modifiedAt: confirmed.at,
    ids: confirmed.platform ? { platforms: [confirmed.platform] } : {},
    refunds: [],
  };
}

/** Items of which only the sum is known, as one: `柠檬茶+茉莉青x2`. */
export const titleOf = (
  items: readonly { readonly title: string; readonly qty: number }[],
): string => items.map(({ title, qty }) => (qty > 1 ? `${title}x${qty}` : title)).join("+");
