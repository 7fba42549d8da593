import { allocate } from "../../core/allocate.js";
import type { Instant } from "../../core/event.js";
import type { Attribution, AttributionModel, Touchpoint } from "../../core/touchpoint.js";

export type { AttributionModel };
export const models = [
  "last",
  "first",
  "linear",
  "position",
  "decay",
] as const satisfies readonly AttributionModel[];

const HALF_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Credits an order's revenue to the touches before it, within the window (both ends included).
 * Credits sum to the revenue; without a touch in the window there are none.
 * Models as Google Ads' AttributionModelEnum and Matomo's FAQ 25500 define them.
 * @param revenue minor units, zero or more.
 */
export function attribute(order: {
  readonly at: Instant;
  readonly revenue: number;
  readonly touches: readonly Touchpoint[];
  readonly model: AttributionModel;
  readonly windowMs: number;
}): readonly Attribution[] {
  const touches = order.touches
    .filter(({ at }) => at <= order.at && at >= order.at - order.windowMs)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  if (touches.length === 0) return [];
  const weights = weigh(
    order.model,
    touches.map(({ at }) => at),
  );
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const amounts = allocate(order.revenue, weights);
  return touches.map((touch, index) => ({
    touch,
    weight: (weights[index] ?? 0) / sum,
    amount: amounts[index] ?? 0,
  }));
}

/** The credits summed by one thing that touches speak for, such as `promo`. */
export function creditsBy(
  credits: readonly Attribution[],
  dimension: string,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { touch, amount } of credits) {
    const key = touch.of[dimension];
    if (key !== undefined) sums.set(key, (sums.get(key) ?? 0) + amount);
  }
  return sums;
}

/** Integer weights of touches from the oldest to the newest. */
function weigh(model: AttributionModel, times: readonly Instant[]): readonly number[] {
  const n = times.length;
  const last = n - 1;
  switch (model) {
    case "last":
      return times.map((_at, index) => (index === last ? 1 : 0));
    case "first":
      return times.map((_at, index) => (index === 0 ? 1 : 0));
    case "linear":
      return times.map(() => 1);
    case "position":
      // 40 : 20/(n-2) : 40, in integers; two touches share evenly, one takes all.
      return times.map((_at, index) =>
        index === 0 || index === last ? Math.max(1, 2 * (n - 2)) : 1,
      );
    case "decay": {
      // Ages count from the newest touch, which only scales the weights; 2^40 keeps 12 digits of them.
      const newest = times[last] ?? 0;
      return times.map((at) => Math.round(2 ** (40 - (newest - at) / HALF_LIFE_MS)));
    }
  }
}
