import type { Instant } from "../../core/event.js";
import { couponSlip } from "../../domain/promo/coupon.js";
import type { CouponRecord } from "../../domain/promo/coupon-record.js";
import { isSpent } from "../../domain/promo/spent.js";
import { addFact, type Decision } from "../../engine/decision.js";
import type { MemberRecord } from "../../engine/records.js";

const MISSES = 5;
const WITHIN_MS = 3_600_000;

const missesOf = (member: MemberRecord | undefined, now: Instant): readonly Instant[] =>
  (member?.misses ?? []).filter((at) => at > now - WITHIN_MS && at <= now);

/** Whether somebody has typed so many wrong codes lately that no code is looked at. */
export const guessesTooMuch = (member: MemberRecord | undefined, now: Instant): boolean =>
  missesOf(member, now).length >= MISSES;

/**
 * The coupon behind the code that the decision's member typed, if they can use it now. Why not, the facts
 * and `/quote` tell operators; the member never hears it, nor whether anybody has such a coupon.
 */
export function typedCoupon(decision: Decision): CouponRecord | undefined {
  const { loaded, memberId, now } = decision.context;
  const { typed: asked, counters = {} } = loaded.coupons ?? {};
  if (guessesTooMuch(decision.member, now)) {
    addFact(decision, "code_refused", { reason: "TOO_MANY_ATTEMPTS" });
    return undefined;
  }
  const rule = asked && decision.compiled.promos.coupons.get(asked.coupon);
  const known = asked && rule !== undefined && decision.compiled.promos.byId.has(rule);
  const reason = known ? couponSlip(asked, memberId, now) : "COUPON_UNKNOWN";
  if (reason === undefined && asked) {
    if (!isSpent(decision.compiled.promos, rule, counters)) return asked;
    // No wrong guess: the code is theirs.
    addFact(decision, "code_refused", { reason: "PROMO_SPENT", coupon: asked.coupon });
    return undefined;
  }
  if (decision.member)
    decision.member = { ...decision.member, misses: [...missesOf(decision.member, now), now] };
  addFact(decision, "code_refused", {
    reason: reason ?? "COUPON_UNKNOWN",
    ...(asked ? { coupon: asked.coupon } : {}),
  });
  return undefined;
}
