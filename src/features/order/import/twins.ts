import type { Order } from "../../../domain/order/order.js";
import type { OrderSink } from "../../../domain/order/sink.js";
import type { Store } from "../../../store/port.js";

/** Orders of a file whose ids other sources have orders of, by source. */
export type Twins = Map<string, number>;

type Watch = {
  readonly store: Store;
  readonly client: string;
  /** The other sources. */
  readonly others: readonly string[];
  /** Such orders wait: nobody has said whether they are the same ones. */
  readonly hold: boolean;
};

/** Counts the orders that may be another source's as well, before they are saved. */
export function watchTwins(sink: OrderSink, watch: Watch): OrderSink & { readonly twins: Twins } {
  const { store, client, others, hold } = watch;
  const twins: Twins = new Map();
  return {
    twins,
    async save(orders) {
      if (others.length === 0) return sink.save(orders);
      const keys = orders.flatMap(({ id }) => others.map((other) => `${other}/${id}`));
      const found = await store.find(client, "order", keys);
      if (found.size === 0) return sink.save(orders);
      const twinOf = ({ id }: Order) => others.find((other) => found.has(`${other}/${id}`));
      for (const order of orders) {
        const other = twinOf(order);
        if (other !== undefined) twins.set(other, (twins.get(other) ?? 0) + 1);
      }
      return sink.save(hold ? orders.filter((order) => twinOf(order) === undefined) : orders);
    },
  };
}
