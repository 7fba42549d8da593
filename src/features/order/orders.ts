import type { Event } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import type { OrderNotice } from "../../domain/order/order.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Commit } from "../../store/port.js";
import { attributeOrder } from "./attribute.js";
import { commitOf } from "./commit.js";
import { countOrder } from "./count.js";
import { mergeOrder } from "./merge.js";
import { ownOrder } from "./owner.js";
import type { OrderDeps, ToldOrder } from "./path.js";
import { redeemOrder } from "./redeem.js";
import { rekeyIdentities } from "./rekey.js";

/** One notice of a shop: repeated and late ones change nothing twice. @returns false for other events. */
export async function handleOrder(deps: OrderDeps, seq: number, event: Event): Promise<boolean> {
  if (event.kind !== "order") return false;
  const { client } = event;
  const notice = event.notice as OrderNotice;
  const told = notice.kind === "order" ? notice.order : notice.event;
  const key = `${told.source}/${told.id}`;
  const nothing = (facts: readonly Fact[]): Commit => ({
    ...{ client, handles: seq, changes: [], outbox: [], facts },
  });
  await rekeyIdentities(deps.store, client, [told.ids]);
  await commitWithRetry(deps.store, async (spent) => {
    const known = await deps.store.get(client, "order", key);
    const merged = mergeOrder(known?.value.record, notice, deps.clock.now());
    if (merged.outcome === "refused") return nothing([merged.fact]);
    if (merged.outcome === "same") return nothing([]);
    const { record } = merged;
    const commit = await orderCommit(deps, {
      ...{ client, key, known, record, spent, seed: `event:${seq}` },
    });
    return { ...commit, handles: seq };
  });
  return true;
}

/**
 * Everything that follows from an order as it now stands (`mergeOrder`). When an operator says that it is
 * another member's, what followed from it so far is reversed and decided anew.
 */
export async function orderCommit(deps: OrderDeps, told: ToldOrder): Promise<Commit> {
  const owned = await ownOrder(deps, told);
  const redeemed = await redeemOrder(deps, owned);
  const counted = countOrder(redeemed);
  const attributed = attributeOrder(counted);
  return commitOf(attributed);
}
