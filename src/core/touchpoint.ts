import type { Instant } from "./event.js";

/** Something a member saw or was given before an order. */
export type Touchpoint = {
  readonly id: string;
  readonly at: Instant;
  /** What the touch speaks for: `promo`, `persona`, `message`, `arm`, `coupon`. */
  readonly of: Readonly<Record<string, string>>;
};

/** Names as in the playbook. `position` is 40-20-40, `decay` halves every seven days. */
export type AttributionModel = "last" | "first" | "linear" | "position" | "decay";

/** A touch's part of the revenue: `amount` in minor units, `weight` as a fraction of 1. */
export type Attribution = {
  readonly touch: Touchpoint;
  readonly weight: number;
  readonly amount: number;
};

/** What an order's revenue is credited to, as the playbook asked for when the order first counted. */
export type Credits = {
  readonly model: AttributionModel;
  /** As in the playbook: `7d`. */
  readonly window: string;
  /** From the oldest touch to the newest; amounts sum to the revenue. Empty without a touch. */
  readonly to: readonly Attribution[];
};
