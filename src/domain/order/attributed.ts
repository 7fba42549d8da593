import type { Instant } from "../../core/event.js";
import type { Attribution, Credits, Touchpoint } from "../../core/touchpoint.js";
import { type AttributionModel, attribute } from "./attribution.js";
import type { OrderView } from "./view.js";

/** What was paid and has not come back, in minor units. */
export const netRevenue = ({ status, amount, refunded }: OrderView): number =>
  status === "unpaid" || status === "cancelled" ? 0 : amount - refunded;

/** Credits a revenue to the touches of the window that count in the model. */
export function attributeTo(of: {
  readonly at: Instant;
  readonly revenue: number;
  readonly touches: readonly Touchpoint[];
  readonly model: AttributionModel;
  readonly window: string;
  readonly windowMs: number;
}): Credits {
  const { model, window } = of;
  return { model, window, to: attribute(of).filter(({ weight }) => weight > 0) };
}

/** The same touches, weighing the same, share another revenue by largest remainder. */
export function reattribute({ model, window, to }: Credits, revenue: number): Credits {
  const touches = to.map(({ touch }) => touch);
  const at = Math.max(...touches.map((touch) => touch.at));
  return attributeTo({ at, revenue, touches, model, window, windowMs: Number.POSITIVE_INFINITY });
}

/**
 * What is to be told of credits: all of them at first, later each difference, so that what was told of a
 * touch sums to what it has.
 */
export function attributionNews(
  before: Credits | undefined,
  after: Credits,
): readonly Attribution[] {
  if (!before) return after.to;
  return after.to
    .map((credit, n) => ({ ...credit, amount: credit.amount - (before.to[n]?.amount ?? 0) }))
    .filter(({ amount }) => amount !== 0);
}
