import type { PastOrder } from "../promo/replay.js";
import type { OrderEntry } from "./entry.js";
import { paidForGoods, soldLines, toldGross } from "./sold.js";
import { type Orders, tagsOf } from "./tags.js";
import { viewOf } from "./view.js";

/**
 * A stored order as the replay of promos reads it: its lines before discounts where the shop told them, else
 * what was paid. `orders` says what lines count as.
 * @returns undefined for an order that was never paid, or was given back whole.
 */
export function pastOrder(entry: OrderEntry, orders: Orders): PastOrder | undefined {
  const record = entry.record;
  const view = viewOf(record);
  if (!view || (view.status !== "paid" && view.status !== "part_refunded")) return undefined;
  const gross = toldGross(view) ?? paidForGoods(view);
  return {
    at: view.paidAt ?? view.modifiedAt,
    lines: soldLines(view, gross, tagsOf(orders, record.source)),
    ...(view.shipping === undefined ? {} : { shipping: view.shipping }),
    ...(entry.member === undefined ? {} : { member: entry.member }),
  };
}
