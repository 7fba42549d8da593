import { parseDuration } from "../../core/time/duration.js";
import { makeCode, plainCode } from "../../domain/promo/code.js";
import type { CouponRecord } from "../../domain/promo/coupon-record.js";
import { isUsedUp } from "../../domain/promo/spent.js";
import { couponWords, promoWords } from "../../domain/promo/words.js";
import { addFact, type Decision, mustBeHeard } from "../../engine/decision.js";

/** Whoever got a coupon hears its code: a code that was granted and never told is as good as none. */
export function tellCodes(decision: Decision): void {
  for (const change of decision.changes)
    if (change.op === "put" && change.kind === "coupon" && change.rev === 0)
      mustBeHeard(decision, change.value.code);
}

/** How many coupons of a kind have been granted; never more than its `max`. */
const grantedCounter = (coupon: string): string => `coupon/${coupon}/granted`;

/** As `grant`, but nothing that nobody could use: of a promo whose budget or uses are used up. */
export function grantUsable(decision: Decision, id: string): boolean {
  const { compiled, loaded } = decision.context;
  const { promos } = compiled;
  const counters = loaded.totals ?? loaded.coupons?.counters ?? {};
  return !isUsedUp(promos, promos.coupons.get(id), counters) && grant(decision, id);
}

/**
 * Grants a coupon to the decision's member, and lets the next line speak of it.
 * @returns false when none is left, or the playbook has no such coupon.
 */
export function grant(decision: Decision, id: string): boolean {
  const { memberId, now, spent, entropy } = decision.context;
  const { playbook, promos } = decision.compiled;
  const coupon = playbook.coupons[id];
  const counter = grantedCounter(id);
  if (!coupon || !memberId || spent.has(counter) || !promos.byId.has(coupon.promo)) return false;
  const code = makeCode(coupon.code, entropy());
  const value: CouponRecord = {
    code,
    coupon: id,
    state: "granted",
    member: memberId,
    until: now + (parseDuration(coupon.valid) ?? 0),
  };
  decision.changes.push(
    { op: "add", counter, by: 1, limit: coupon.max },
    { op: "put", kind: "coupon", key: plainCode(code), value, owner: memberId, rev: 0 },
  );
  decision.words = {
    promo: promoWords(promos, coupon.promo, now),
    coupon: couponWords(promos, value),
  };
  addFact(decision, "coupon_granted", { coupon: id, promo: coupon.promo });
  return true;
}
