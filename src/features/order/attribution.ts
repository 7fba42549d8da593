import type { Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import { parseDuration } from "../../core/time/duration.js";
import type { Credits, Touchpoint } from "../../core/touchpoint.js";
import {
  attributeTo,
  attributionNews,
  netRevenue,
  reattribute,
} from "../../domain/order/attributed.js";
import type { OrderCount, OrderEntry } from "../../domain/order/entry.js";
import type { OrderView } from "../../domain/order/view.js";
import type { Context } from "../../engine/decision.js";

type Of = {
  readonly order: string;
  readonly state: OrderView;
  readonly member: string | undefined;
  /** As it was stored. */
  readonly before: Pick<OrderEntry, "credits" | "counted"> | undefined;
  readonly counted: OrderCount | undefined;
  readonly view: Context | undefined;
  readonly now: Instant;
};

/**
 * Credits an order's revenue to what its member saw before it, once; when the revenue changes, the credits
 * follow it, and so does the sum of its `credited` facts.
 */
export function attributeOrder(of: Of): { readonly credits?: Credits; readonly facts: Fact[] } {
  const { counted, view: context, state } = of;
  const before = of.before?.credits;
  const revenue = netRevenue(state);
  let after: Credits | undefined;
  if (before) after = again(before, revenue);
  else if (context && counted && !of.before?.counted) after = creditFirst(context, state, revenue);
  if (!after) return { facts: [] };
  return { credits: after, facts: attributionNews(before, after).map(factOf(of, after)) };
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
  ({ order, member, counted, view: context, now }: Of, { model }: Credits) =>
  ({ touch, weight, amount }: Credits["to"][number]): Fact => ({
    kind: "credited",
    at: now,
    ...(member ? { member } : {}),
    ...(counted ? { group: counted.group, day: counted.day } : {}),
    ...(context ? { version: context.compiled.version } : {}),
    data: { ...touch.of, order, touch: touch.id, model, weight, amount },
  });
