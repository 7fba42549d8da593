import type { Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import type { OrderCount, OrderEntry } from "../../core/record.js";
import { parseDuration } from "../../core/time/duration.js";
import type { Credits, Touch } from "../../core/touchpoint.js";
import { creditNews, creditTo, netRevenue, recredit } from "../../domain/order/attributed.js";
import type { OrderView } from "../../domain/order/view.js";
import type { View } from "../../engine/decision.js";

type Of = {
  readonly order: string;
  readonly state: OrderView;
  readonly member: string | undefined;
  /** As it was stored. */
  readonly before: Pick<OrderEntry, "credits" | "counted"> | undefined;
  readonly counted: OrderCount | undefined;
  readonly view: View | undefined;
  readonly now: Instant;
};

/**
 * Credits an order's revenue to what its member saw before it, once; when the revenue changes, the credits
 * follow it, and so does the sum of its `credited` facts.
 */
export function creditOrder(of: Of): { readonly credits?: Credits; readonly facts: Fact[] } {
  const { counted, view, state } = of;
  const before = of.before?.credits;
  const revenue = netRevenue(state);
  let after: Credits | undefined;
  if (before) after = again(before, revenue);
  else if (view && counted && !of.before?.counted) after = creditFirst(view, state, revenue);
  if (!after) return { facts: [] };
  return { credits: after, facts: creditNews(before, after).map(factOf(of, after)) };
}

const again = (before: Credits, revenue: number): Credits =>
  before.to.length === 0 ? before : recredit(before, revenue);

function creditFirst(view: View, state: OrderView, revenue: number): Credits {
  const at = state.paidAt ?? state.placedAt ?? state.modifiedAt;
  const { model, window } = view.stage.playbook.orders.attribution;
  return creditTo({
    at,
    revenue,
    // What is said at the very instant of an order typed in chat answers it.
    touches: seenBy(view).filter((touch) => touch.at < at),
    model,
    window,
    windowMs: parseDuration(window) ?? 0,
  });
}

/** What the member was told and given, and what was said to the whole group since they took their seat. */
function seenBy({ member, group, seat }: View): readonly Touch[] {
  const since = seat?.value.status === "in" ? seat.value.since : Number.POSITIVE_INFINITY;
  const heard = (group.value.touches ?? []).filter(({ at }) => at > since);
  return [...(member?.value.touches ?? []), ...heard];
}

const factOf =
  ({ order, member, counted, view, now }: Of, { model }: Credits) =>
  ({ touch, weight, amount }: Credits["to"][number]): Fact => ({
    kind: "credited",
    at: now,
    ...(member ? { member } : {}),
    ...(counted ? { group: counted.group, day: counted.day } : {}),
    ...(view ? { version: view.stage.version } : {}),
    data: { ...touch.of, order, touch: touch.id, model, weight, amount },
  });
