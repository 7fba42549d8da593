import type { Instant } from "../../core/event.js";
import type { CouponRecord, MemberRecord } from "../../core/record.js";
import { couponSlip } from "../../domain/promo/coupon.js";
import { isSpent } from "../../domain/promo/spent.js";
import { addFact, type Draft } from "../../engine/decision.js";

const MISSES = 5;
const WITHIN_MS = 3_600_000;

const missesOf = (member: MemberRecord | undefined, now: Instant): readonly Instant[] =>
  (member?.misses ?? []).filter((at) => at > now - WITHIN_MS);

/** Whether somebody has typed so many wrong codes lately that no code is looked at. */
export const guessesTooMuch = (member: MemberRecord | undefined, now: Instant): boolean =>
  missesOf(member, now).length >= MISSES;

/**
 * The coupon behind the code that the draft's member typed, if they can use it now. Why not, the facts
 * and `/quote` tell operators; the member never hears it, nor whether anybody has such a coupon.
 */
export function typedCoupon(draft: Draft): CouponRecord | undefined {
  const { asked, memberId, now } = draft.view;
  if (guessesTooMuch(draft.member, now)) {
    addFact(draft, "code_refused", { reason: "TOO_MANY_ATTEMPTS" });
    return undefined;
  }
  const rule = asked && draft.stage.promos.coupons.get(asked.coupon);
  const known = asked && rule !== undefined && draft.stage.promos.byId.has(rule);
  const reason = known ? couponSlip(asked, memberId, now) : "COUPON_UNKNOWN";
  if (reason === undefined && asked) {
    if (!isSpent(draft.stage.promos, rule, draft.view.counters)) return asked;
    // No wrong guess: the code is theirs.
    addFact(draft, "code_refused", { reason: "PROMO_SPENT", coupon: asked.coupon });
    return undefined;
  }
  if (draft.member)
    draft.member = { ...draft.member, misses: [...missesOf(draft.member, now), now] };
  addFact(draft, "code_refused", {
    reason: reason ?? "COUPON_UNKNOWN",
    ...(asked ? { coupon: asked.coupon } : {}),
  });
  return undefined;
}
