import { mergeNotice } from "../../src/domain/order/merge.js";
import type { Order, OrderRecord } from "../../src/domain/order/order.js";
import type { OrderSink, Saved } from "../../src/domain/order/sink.js";

/** Orders in memory, merged as a store would; `batches` are the sizes of the saves. */
export function memorySink(): OrderSink & {
  readonly records: Map<string, OrderRecord>;
  readonly batches: number[];
} {
  const records = new Map<string, OrderRecord>();
  const batches: number[] = [];
  return {
    records,
    batches,
    async save(orders: readonly Order[]): Promise<Saved> {
      const saved = { fresh: 0, changed: 0, same: 0 };
      batches.push(orders.length);
      for (const order of orders) {
        const key = `${order.source} ${order.id}`;
        const { record, outcome } = mergeNotice(records.get(key), { kind: "order", order });
        records.set(key, record);
        saved[outcome]++;
      }
      return saved;
    },
  };
}
