import type { Instant } from "../../../core/event.js";
import { mergeNotice } from "../../../domain/order/merge.js";
import type { OrderRecord } from "../../../domain/order/order.js";
import { pastOrder } from "../../../domain/order/past.js";
import type { PastOrder } from "../../../domain/promo/replay.js";
import { importOrders, type Rejection } from "./import.js";
import { NO_SOURCE } from "./source.js";

/** Lines count as nothing in particular. */
const PLAIN = { skus: {}, tags: [], typed: { tags: [] } };

/**
 * The paid orders of a CSV file, of no client yet: nothing is stored, and phone numbers are forgotten at once.
 * @returns the oldest first @throws UserError as `importOrders`
 */
export async function readPastOrders(
  path: string,
  options: {
    readonly currency: string;
    readonly zone: string;
    readonly now: Instant;
    readonly onRejected: (rejection: Rejection) => void;
  },
): Promise<readonly PastOrder[]> {
  const known = new Map<string, OrderRecord>();
  const sink = {
    async save(orders: Parameters<Parameters<typeof importOrders>[1]["save"]>[0]) {
      for (const order of orders) {
        const key = `${order.source}/${order.id}`;
        known.set(key, mergeNotice(known.get(key), { kind: "order", order }).record);
      }
      return { fresh: orders.length, changed: 0, same: 0 };
    },
  };
  await importOrders(path, sink, { ...options, source: NO_SOURCE, hashPhone: () => ({}) });
  return [...known.values()]
    .flatMap((record) => pastOrder({ record }, PLAIN) ?? [])
    .sort((a, b) => a.at - b.at);
}
