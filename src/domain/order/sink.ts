import type { Order } from "./order.js";

export type Saved = { readonly fresh: number; readonly changed: number; readonly same: number };

/** Where imported orders go. */
export interface OrderSink {
  /** Merges each order into what is known of it (`mergeNotice`). @returns how many were what. */
  save(orders: readonly Order[]): Promise<Saved>;
}
