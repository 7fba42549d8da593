import { idsOf } from "../../domain/order/view.js";
import type { OrderDeps, OwnedOrder, RedeemedOrder } from "./path.js";
import { codesOf, couponsNamed } from "./redemption.js";
import { changeRedemption } from "./redemption-changes.js";
import { reverseOrder } from "./reverse.js";

/** What an order takes of promos and coupons, and gives back: first of all what another member had of it. */
export async function redeemOrder(deps: OrderDeps, owned: OwnedOrder): Promise<RedeemedOrder> {
  const { client, key: order, known, record, context, state, past, reversed, now, spent } = owned;
  const rules = deps.playbooks.compiled(client, {
    version: context?.compiled.version,
    arms: context?.compiled.arms,
  })?.promos;
  const named = [...(idsOf(record).coupons ?? []), ...codesOf(known?.value.booking)];
  const coupons = await couponsNamed(deps.store, client, named);
  const back = reversed && reverseOrder(reversed, { order, coupons, now });
  const before = past?.booking;
  const turn =
    state && rules && changeRedemption(context, { order, state, before, coupons, rules, spent });
  return {
    ...owned,
    redemption: turn?.after ?? before,
    changes: [...(back?.changes ?? []), ...(turn?.changes ?? [])],
    reversal: back?.facts ?? [],
    news: turn?.news ?? [],
  };
}
