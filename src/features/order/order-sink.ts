import type { Fact } from "../../core/fact.js";
import type { Order, OrderIds, OrderRecord } from "../../domain/order/order.js";
import type { OrderSink, Saved } from "../../domain/order/sink.js";
import { idsOf } from "../../domain/order/view.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Change, Stored } from "../../store/port.js";
import { mergeOrder } from "./merge.js";
import { orderCommit } from "./orders.js";
import { findOwners, memberOf, UNMATCHED } from "./owner.js";
import type { OrderDeps } from "./path.js";
import { rekeyIdentities } from "./rekey.js";

/** What is known of an order, with what the batch has told so far. */
type Known = {
  readonly record: OrderRecord;
  readonly member: string | undefined;
  readonly rev: number;
};

/**
 * Where imported orders of a client go: those of a member count like any other, the rest wait for an
 * operator. A batch looks everything up in a few calls, and what is nobody's of it is one commit.
 */
export function orderSink(deps: OrderDeps, client: string): OrderSink {
  const { store } = deps;
  return {
    async save(orders: readonly Order[]): Promise<Saved> {
      const saved = { fresh: 0, changed: 0, same: 0 };
      const keys = orders.map(({ source, id }) => `${source}/${id}`);
      const stored = await store.find(client, "order", keys);
      const known = new Map<string, Known>();
      for (const [key, entry] of stored) known.set(key, knownFrom(entry));
      const wanted = orders.flatMap(({ ids }, i) => idsWanted(ids, known.get(keys[i] ?? "")));
      await rekeyIdentities(
        store,
        client,
        orders.map(({ ids }) => ids),
      );
      const owners = await findOwners(store, client, wanted);
      const strangers = new Map<string, Change>();
      const facts: Fact[] = [];
      for (const [i, order] of orders.entries()) {
        const key = keys[i] ?? "";
        const before = known.get(key);
        const merged = mergeOrder(before?.record, { kind: "order", order }, deps.clock.now());
        if (merged.outcome === "refused" || merged.outcome === "same") {
          saved.same++;
          if (merged.outcome === "refused") facts.push(merged.fact);
          continue;
        }
        saved[merged.outcome]++;
        const { record } = merged;
        const rev = before?.rev ?? 0;
        const member = before?.member ?? memberOf(record, owners);
        known.set(key, { record, member, rev });
        if (member === undefined) strangers.set(key, putOf(key, record, rev));
        else {
          // Nobody's a few rows ago, and now a member's: that must be written before it is read.
          if (strangers.has(key)) await flush(strangers, known);
          await count(key, order);
        }
      }
      await flush(strangers, known);
      if (facts.length > 0) await store.commit({ client, changes: [], outbox: [], facts });
      return saved;
    },
  };

  /** What follows from an order of a member. */
  async function count(key: string, order: Order): Promise<void> {
    await commitWithRetry(store, async (spent) => {
      const known = await store.get(client, "order", key);
      const merged = mergeOrder(known?.value.record, { kind: "order", order }, deps.clock.now());
      // Somebody else may have told of it since it was looked up.
      if (merged.outcome === "same") return undefined;
      if (merged.outcome === "refused")
        return { client, changes: [], outbox: [], facts: [merged.fact] };
      const { record } = merged;
      return orderCommit(deps, { client, key, known, record, spent, seed: `import:${key}` });
    });
  }

  async function flush(strangers: Map<string, Change>, known: Map<string, Known>): Promise<void> {
    const changes = [...strangers.values()];
    if (changes.length === 0) return;
    const result = await store.commit({ client, changes, outbox: [], facts: [] });
    if (!result.ok) throw new Error(`the order ${result.key} changed while it was imported`);
    for (const key of strangers.keys()) {
      const written = known.get(key);
      if (written) known.set(key, { ...written, rev: written.rev + 1 });
    }
    strangers.clear();
  }
}

const putOf = (key: string, record: OrderRecord, rev: number): Change => ({
  op: "put",
  kind: "order",
  key,
  owner: UNMATCHED,
  value: { record },
  rev,
});

const knownFrom = ({ value, rev }: Stored<"order">): Known => ({
  record: value.record,
  member: value.member,
  rev,
});

/** The ids that tell whose an order is: what is told of it now, and what was told before. */
function idsWanted(told: OrderIds, before: Known | undefined): OrderIds | readonly OrderIds[] {
  if (!before) return told;
  return before.member === undefined ? [told, idsOf(before.record)] : [];
}
