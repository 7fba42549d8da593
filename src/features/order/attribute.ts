import type { Fact } from "../../core/fact.js";
import { parseDuration } from "../../core/time/duration.js";
import type { Credits, Touchpoint } from "../../core/touchpoint.js";
import {
  attributeTo,
  attributionNews,
  netRevenue,
  reattribute,
} from "../../domain/order/attributed.js";
import type { OrderView } from "../../domain/order/view.js";
import type { Context } from "../../engine/decision.js";
import type { AttributedOrder, CountedOrder } from "./path.js";

/**
 * Credits an order's revenue to what its member saw before it, once; when the revenue changes, the credits
 * follow it, and so does the sum of its `credited` facts.
 */
export function attributeOrder(order: CountedOrder): AttributedOrder {
  const { past, state } = order;
  const before = past?.credits;
  const after = state && creditsOf(order, state);
  if (!after) return { ...order, credits: before, credited: [] };
  return {
    ...order,
    credits: after,
    credited: attributionNews(before, after).map(factOf(order, after)),
  };
}

function creditsOf(
  { context, counted, past }: CountedOrder,
  state: OrderView,
): Credits | undefined {
  const revenue = netRevenue(state);
  if (past?.credits) return again(past.credits, revenue);
  return context && counted && !past?.counted ? creditFirst(context, state, revenue) : undefined;
}

const again = (before: Credits, revenue: number): Credits =>
  before.to.length === 0 ? before : reattribute(before, revenue);

function creditFirst(context: Context, state: OrderView, revenue: number): Credits {
  const at = state.paidAt ?? state.placedAt ?? state.modifiedAt;
  const { model, window } = context.compiled.playbook.orders.attribution;
  return attributeTo({
    at,
    revenue,
    // What is said at the very instant of an order typed in chat answers it.
    touches: seenBy(context).filter((touch) => touch.at < at),
    model,
    window,
    windowMs: parseDuration(window) ?? 0,
  });
}

/** What the member was told and given, and what was said to the whole group since they took their seat. */
function seenBy({ member, group, seat }: Context): readonly Touchpoint[] {
  const since = seat?.value.status === "in" ? seat.value.since : Number.POSITIVE_INFINITY;
  const heard = (group.value.touches ?? []).filter(({ at }) => at > since);
  return [...(member?.value.touches ?? []), ...heard];
}

const factOf =
  ({ key: order, member, counted, context, now }: CountedOrder, { model }: Credits) =>
  ({ touch, weight, amount }: Credits["to"][number]): Fact => ({
    kind: "credited",
    at: now,
    ...(member ? { member } : {}),
    ...(counted ? { group: counted.group, day: counted.day } : {}),
    ...(context ? { version: context.compiled.version } : {}),
    data: { ...touch.of, order, touch: touch.id, model, weight, amount },
  });
