import { mergeNotice } from "../order/merge.js";
import type { Order, OrderRecord } from "../order/order.js";
import type { OrderSink, Saved } from "../order/sink.js";
import { idsOf } from "../order/view.js";
import type { Change } from "../store/port.js";
import { attempt } from "./attempt.js";
import { findMember, type OrderDeps, orderCommit, UNMATCHED } from "./orders.js";

/**
 * Where imported orders of a client go: those of a member count like any other, the rest wait for an
 * operator. A batch of orders that are nobody's is one commit.
 */
export function orderSink(deps: OrderDeps, client: string): OrderSink {
  const { store } = deps;
  return {
    async save(orders: readonly Order[]): Promise<Saved> {
      const saved = { fresh: 0, changed: 0, same: 0 };
      const strangers = new Map<string, Change>();
      for (const order of orders) {
        const key = `${order.source}/${order.id}`;
        const waiting = strangers.get(key);
        // The same order twice in one batch: the first is written before the second is read.
        if (waiting) await flush(strangers);
        const known = await store.get(client, "order", key);
        const before = known?.value.record as OrderRecord | undefined;
        const { record, outcome } = mergeNotice(before, { kind: "order", order });
        saved[outcome]++;
        if (outcome === "same") continue;
        const member = known?.value.member ?? (await findMember(store, client, idsOf(record)));
        if (!member) {
          const put = { op: "put", kind: "order", key, owner: UNMATCHED } as const;
          strangers.set(key, { ...put, value: { record }, rev: known?.rev ?? 0 });
          continue;
        }
        await attempt(store, async (spent) => {
          const now = await store.get(client, "order", key);
          return orderCommit(deps, {
            client,
            key,
            known: now,
            record,
            spent,
            seed: `import:${key}`,
          });
        });
      }
      await flush(strangers);
      return saved;
    },
  };

  async function flush(strangers: Map<string, Change>): Promise<void> {
    const changes = [...strangers.values()];
    strangers.clear();
    if (changes.length === 0) return;
    const result = await store.commit({ client, changes, outbox: [], facts: [] });
    if (!result.ok) throw new Error(`the order ${result.key} changed while it was imported`);
  }
}
