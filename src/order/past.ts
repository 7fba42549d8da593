import type { OrderEntry } from "../core/record.js";
import type { PastOrder } from "../promo/replay.js";
import type { OrderRecord } from "./order.js";
import { viewOf } from "./view.js";

/**
 * A stored order as the replay of promos reads it: its lines where the shop told them, else its sum, as
 * they were paid. `tags` are what the playbook counts such a line as.
 * @returns undefined for an order that was never paid, or was given back whole.
 */
export function pastOrder(entry: OrderEntry, tags: readonly string[]): PastOrder | undefined {
  const view = viewOf(entry.record as OrderRecord);
  if (!view || (view.status !== "paid" && view.status !== "part_refunded")) return undefined;
  const lines = view.lines?.length ? view.lines : [{ amount: view.amount }];
  return {
    at: view.paidAt ?? view.modifiedAt,
    lines: lines.map((line, index) => ({
      id: String(index + 1),
      qty: 1,
      price: line.amount,
      tags,
      ...("sku" in line && line.sku !== undefined ? { sku: line.sku } : {}),
    })),
    ...(entry.member === undefined ? {} : { member: entry.member }),
  };
}
