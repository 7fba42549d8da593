import { parseDuration } from "../core/duration.js";
import type { CouponRecord } from "../core/record.js";
import { makeCode, plainCode } from "../promo/code.js";
import { isUsedUp } from "../promo/spent.js";
import { couponWords, promoWords } from "../promo/words.js";
import { addFact, type Draft } from "./draft.js";

/** How many coupons of a kind have been granted; never more than its `max`. */
const grantedCounter = (coupon: string): string => `coupon/${coupon}/granted`;

/** As `grant`, but nothing that nobody could use: of a promo whose budget or uses are used up. */
export function grantUsable(draft: Draft, id: string): boolean {
  const { promos } = draft.stage;
  return !isUsedUp(promos, promos.coupons.get(id), draft.view.counters) && grant(draft, id);
}

/**
 * Grants a coupon to the draft's member, and lets the next line speak of it.
 * @returns false when none is left, or the playbook has no such coupon.
 */
export function grant(draft: Draft, id: string): boolean {
  const { memberId, now, spent, entropy } = draft.view;
  const { playbook, promos } = draft.stage;
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
  draft.changes.push(
    { op: "add", counter, by: 1, limit: coupon.max },
    { op: "put", kind: "coupon", key: plainCode(code), value, owner: memberId, rev: 0 },
  );
  draft.words = {
    promo: promoWords(promos, coupon.promo, now),
    coupon: couponWords(promos, value),
  };
  addFact(draft, "coupon_granted", { coupon: id, promo: coupon.promo });
  return true;
}
