import type { Instant } from "../../core/event.js";

/** One line of a basket; `price` is of one piece, in minor units. */
export type CartLine = {
  readonly id: string;
  readonly sku?: string;
  readonly qty: number;
  readonly price: number;
  readonly tags: readonly string[];
};
/** A basket; amounts in minor units of the playbook's currency. */
export type Cart = {
  readonly lines: readonly CartLine[];
  readonly shipping: number;
  /** Codes as the member typed them. */
  readonly coupons: readonly string[];
};

/** A granted coupon as the store knows it. */
export type CouponInHand = {
  readonly code: string;
  /** Its id in the playbook. */
  readonly coupon: string;
  readonly state: "granted" | "reserved" | "redeemed" | "returned" | "void";
  /** Of the member it was granted to. */
  readonly member?: string;
  /** The first instant at which it is no longer valid. */
  readonly until: Instant;
  /** Until when an order being made holds it, while it is reserved. */
  readonly reservedUntil?: Instant;
};
/** Who asks for a price. */
export type Shopper = {
  readonly id?: string;
  readonly tags: readonly string[];
  readonly joinedAt?: Instant;
  /** The coupons behind the codes of the cart. */
  readonly coupons?: readonly CouponInHand[];
};

/** How far a promo is used up: uses and money in all, uses of this member and group in the period. */
export type Counts = {
  readonly uses?: number;
  /** Minor units of the budget. */
  readonly spent?: number;
  readonly member?: number;
  readonly group?: number;
};
/** By promo id; what is missing counts as zero. */
export type Counters = Readonly<Record<string, Counts>>;
