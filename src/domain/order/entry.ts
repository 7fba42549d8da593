import type { Instant } from "../../core/event.js";
import type { Credits } from "../../core/touchpoint.js";
import type { OrderRecord } from "./order.js";

/** An order and what it used up. Its key is `source/id`. */
export type OrderEntry = {
  /** All that its notices said (order/order.ts). */
  readonly record: OrderRecord;
  readonly member?: string;
  readonly booking?: Redemption;
  readonly credits?: Credits;
  readonly counted?: OrderCount;
};
/** What an order counts for in the rollups, and where; money in minor units. */
export type OrderCount = {
  readonly group: string;
  readonly day: string;
  readonly orders: number;
  readonly revenue: number;
  readonly costs: number;
  readonly margin?: number;
};
/**
 * What an order was quoted once, and what of it is taken from the promos now: the one place that counters
 * and coupons follow. Money in minor units.
 */
export type Redemption = {
  /** The order is not paid: until then it holds what it would take. */
  readonly reservedUntil?: Instant;
  /** What was paid, or is to be paid. */
  readonly amount: number;
  readonly lines: readonly RedeemedLine[];
  readonly applied: readonly RedeemedPromo[];
};
/** A line as it was quoted; `shopId` is what the shop calls it. */
export type RedeemedLine = {
  readonly id: string;
  readonly shopId?: string;
  readonly sku?: string;
  readonly qty: number;
  readonly price: number;
  readonly tags: readonly string[];
};
export type RedeemedPromo = {
  readonly promo: string;
  /** What it took off, and what of that stands. */
  readonly off: number;
  readonly kept: number;
  readonly lines: readonly { readonly id: string; readonly off: number }[];
  readonly coupon?: string;
  /** The loyalty points that it gives as long as it isn't released. */
  readonly points?: number;
  /** The use is given back, and its coupon with it. */
  readonly released?: boolean;
  /** The shop gave it though there was none left: what it took off, none of which is counted, and what was spent. */
  readonly over?: { readonly took: number; readonly spent: "budget" | "uses" };
  /** The counters that it is taken from: one use, or the money that stands. */
  readonly uses: readonly {
    readonly counter: string;
    readonly of: "use" | "money";
    readonly limit: number;
    readonly until?: Instant;
  }[];
};
