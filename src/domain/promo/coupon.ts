import type { Instant } from "../../core/event.js";
import type { CouponInHand, Shopper } from "./cart.js";
import { fitsCode, plainCode } from "./code.js";
import type { Reason } from "./reasons.js";
import type { Coupon } from "./schema.js";

/** What the codes of a cart mean for a promo that needs one: the code that opens it, or why none does. */
export type Opened = { readonly code: string } | { readonly reason: Reason };

/** A coupon that was granted, or came back, is its member's to use while it is valid. */
export const isUsable = ({ state }: Pick<CouponInHand, "state">): boolean =>
  state === "granted" || state === "returned";

/** What operators count a coupon as: one that is its member's to use, but no longer valid, has expired. */
export const stateAt = (coupon: CouponInHand, now: Instant): CouponInHand["state"] | "expired" =>
  isUsable(coupon) && now >= coupon.until ? "expired" : coupon.state;

/** Why a coupon can't be used by this member now; undefined when it can. */
export function couponSlip(
  coupon: CouponInHand,
  member: string | undefined,
  now: Instant,
): Reason | undefined {
  if (coupon.member !== undefined && coupon.member !== member) return "COUPON_NOT_YOURS";
  if (coupon.state === "void") return "COUPON_VOID";
  if (coupon.state === "redeemed") return "COUPON_USED";
  const held = coupon.state === "reserved" && now < (coupon.reservedUntil ?? coupon.until);
  if (held) return "COUPON_RESERVED";
  return now >= coupon.until ? "COUPON_EXPIRED" : undefined;
}

type Asked = {
  readonly codes: readonly string[];
  readonly member: Shopper;
  readonly now: Instant;
};

/** For every promo that needs a coupon: the first code that opens it, else the first reason against. */
export function openCoupons(
  coupons: ReadonlyMap<string, string>,
  { codes, member, now }: Asked,
): ReadonlyMap<string, Opened> {
  const opened = new Map<string, Opened>();
  const hand = new Map(member.coupons?.map((coupon) => [plainCode(coupon.code), coupon]));
  let stray = false;
  for (const code of new Set(codes.map(plainCode))) {
    const coupon = hand.get(code);
    const promo = coupon && coupons.get(coupon.coupon);
    if (!coupon || promo === undefined) {
      stray = true;
      continue;
    }
    const before = opened.get(promo);
    if (before && "code" in before) continue;
    const reason = couponSlip(coupon, member.id, now);
    if (!reason) opened.set(promo, { code: coupon.code });
    else if (!before) opened.set(promo, { reason });
  }
  const rest: Opened = { reason: stray ? "COUPON_UNKNOWN" : "COUPON_MISSING" };
  for (const promo of coupons.values()) if (!opened.has(promo)) opened.set(promo, rest);
  return opened;
}

/** Coupons that codes would be by their form alone, for a quote without a store. */
export function couponsByForm(
  coupons: Readonly<Record<string, Coupon>>,
  codes: readonly string[],
): CouponInHand[] {
  return codes.flatMap((code): CouponInHand[] => {
    const found = Object.entries(coupons).find(([, each]) => fitsCode(each.code, code));
    if (!found) return [];
    return [{ code, coupon: found[0], state: "granted", until: Number.POSITIVE_INFINITY }];
  });
}
