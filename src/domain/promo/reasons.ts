/**
 * Why a promo did not apply. A promo has the first that holds, in this order; `LOST_TO` comes last
 * because only promos that could apply compete. The order is fixed: `suanpan quote` prints it.
 */
const reasons = [
  "COUPON_MISSING",
  "COUPON_UNKNOWN",
  "COUPON_NOT_YOURS",
  "COUPON_VOID",
  "COUPON_USED",
  "COUPON_RESERVED",
  "COUPON_EXPIRED",
  "NO_MATCHING_LINE",
  "SPEND_BELOW",
  "OUTSIDE_WINDOW",
  "NOT_FOR_MEMBER",
  "MEMBER_LIMIT",
  "GROUP_LIMIT",
  "USES_SPENT",
  "NO_EFFECT",
  "BUDGET_SPENT",
  "LOST_TO",
] as const;
export type Reason = (typeof reasons)[number];

/** A reason as a negative number, so that the hot path returns amounts and reasons without allocating. */
export type Verdict = number;
const codes = new Map<Reason, Verdict>(reasons.map((reason, index) => [reason, -1 - index]));

export function refuse(reason: Reason): Verdict {
  return codes.get(reason) ?? -1;
}

/** Why a promo did not apply, as a quote tells it; minor units. */
export type Rejected = {
  readonly promo: string;
  readonly code: Reason;
  /** What the reason is about: what is missing to the threshold, or who won. */
  readonly short?: number;
  readonly winner?: string | undefined;
};

/** By index `-1 - verdict`: what there is to say of a promo when the reason says it all. */
export const rejectionsOf = (promo: string): readonly Rejected[] =>
  reasons.map((code) => Object.freeze({ promo, code }));
