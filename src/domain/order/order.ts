import type { Instant } from "../../core/event.js";

/** What a shop says of an order's life; refunds are told apart, by amount. */
export type OrderState = "placed" | "paid" | "cancelled";

/** The explicit ids an order can find its member by; a nickname is none. */
export type OrderIds = {
  readonly coupons?: readonly string[];
  /** `namespace:id`, such as `telegram:10001` or `wechat-openid:o9Ag…`. */
  readonly platforms?: readonly string[];
  readonly union?: string;
  /** A keyed hash of the number (features/order/phone-hash.ts), never the number. */
  readonly phone?: string;
  /** Its hash by an earlier key, in notices alone: what is stored by it gets the new one (rekey.ts). */
  readonly phoneBefore?: string;
};
/** Makes what is kept of a phone number. */
export type HashPhone = (phone: string) => Pick<OrderIds, "phone" | "phoneBefore">;

export type OrderLine = {
  readonly id?: string;
  readonly sku?: string;
  readonly title?: string;
  readonly qty: number;
  /** What was paid for the whole line, in minor units. */
  readonly amount: number;
  /** What the whole line cost before any discount, where the shop says. */
  readonly gross?: number;
};

/** So many pieces of a line came back; the line is named by its id, or by its sku alone. */
export type ReturnedLine = { readonly id?: string; readonly sku?: string; readonly qty: number };

/** Money given back once; `amount` in minor units. */
export type OrderRefund = {
  readonly id: string;
  readonly amount: number;
  readonly at: Instant;
  /** What came back for it, where the shop says. */
  readonly lines?: readonly ReturnedLine[];
};

/** What one notice says of the whole order. The newest by `modifiedAt` replaces older ones. */
export type Account = {
  readonly state: OrderState;
  readonly currency: string;
  /** What the member paid or is to pay, refunds not deducted, in minor units. */
  readonly amount: number;
  readonly lines?: readonly OrderLine[];
  /** What all goods cost before any discount, where the shop says; lines that tell theirs go before it. */
  readonly subtotal?: number;
  /** The delivery fee before a promo takes it off, where the shop says; `amount` has what was charged of it. */
  readonly shipping?: number;
  readonly placedAt?: Instant;
  readonly paidAt?: Instant;
  readonly modifiedAt: Instant;
  readonly ids: OrderIds;
};

export type Order = Account & {
  /** The source's id in the playbook (`orders.sources`), `csv` or `chat`. Ids are unique within it. */
  readonly source: string;
  readonly id: string;
  readonly refunds: readonly OrderRefund[];
  /** All that was ever given back, from senders that don't tell refunds apart. */
  readonly refundedTotal?: number;
  /** Told by an export file of the source, which stands beside what the source's own notices tell. */
  readonly exported?: true;
};

/**
 * A notice that says less than the whole order: 微信小店 names the order but no sum, and refund
 * notices carry the refund only. `changed` means that the shop has news worth fetching.
 */
export type OrderEvent = {
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
  readonly what: "placed" | "paid" | "cancelled" | "changed";
  readonly refunds?: readonly OrderRefund[];
  readonly ids?: OrderIds;
};

export type OrderNotice =
  | { readonly kind: "order"; readonly order: Order }
  | { readonly kind: "event"; readonly event: OrderEvent };

/** All that is known of one order: everything its notices said, whatever order they came in. */
export type OrderRecord = {
  readonly source: string;
  readonly id: string;
  /** Absent until a notice that says the amount has come. */
  readonly account?: Account;
  /** What the source's export files say; `accountOf` (merge.ts) makes one of both. */
  readonly exported?: Account;
  /** By id; what was given back stays given back. */
  readonly refunds: readonly OrderRefund[];
  readonly refundedTotal: number;
  readonly events: Readonly<Partial<Record<OrderEvent["what"], Instant>>>;
  /** Told by events; an account has its own. */
  readonly ids: OrderIds;
};
