import type { Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import { changeOf } from "../../domain/order/count.js";
import type { OrderEntry } from "../../domain/order/entry.js";
import type { Change } from "../../store/port.js";
import { moneyOf } from "./count.js";
import { type Coupons, counterChanges, couponChanges } from "./redemption.js";

const NOTHING = { orders: 0, revenue: 0, costs: 0, margin: 0 };

/**
 * Undoes what followed from an order for its member: its coupons and counters are given back, it counts
 * for their group no more, and the `credited` facts of it sum to nothing.
 */
export function reverseOrder(
  { booking: redemption, counted, credits, member = "" }: OrderEntry,
  { order, coupons, now }: { order: string; coupons: Coupons; now: Instant },
): { readonly changes: readonly Change[]; readonly facts: readonly Fact[] } {
  const turn = { order, before: redemption, after: undefined };
  const where = counted ? { group: counted.group, day: counted.day } : {};
  const fact = (kind: string, data: NonNullable<Fact["data"]>): Fact => ({
    ...{ kind, at: now, member, ...where },
    data: { order, ...data },
  });
  const change = counted && changeOf(counted, NOTHING);
  const held = redemption?.applied.some(({ released }) => !released) ?? false;
  const recounted = change && {
    ...{ orders: change.orders, amount: change.revenue },
    ...moneyOf(change),
  };
  return {
    changes: [...counterChanges(turn), ...couponChanges(turn, coupons)],
    facts: [
      ...(held ? [fact("unreserved", { why: "moved" })] : []),
      ...(recounted ? [fact("recounted", recounted)] : []),
      ...(credits?.to ?? [])
        .filter(({ amount }) => amount !== 0)
        .map(({ touch, weight, amount }) => {
          const of = { touch: touch.id, model: credits?.model ?? "", weight, amount: -amount };
          return fact("credited", { ...touch.of, ...of });
        }),
    ],
  };
}
