import type { Instant } from "../../core/event.js";
import type { CouponRecord } from "../../domain/promo/coupon-record.js";

declare module "../../core/record.js" {
  interface Records {
    coupon: CouponRecord;
  }
}
declare module "../../engine/records.js" {
  interface MemberRecord {
    /** When they typed codes lately that they could not use. */
    readonly misses?: readonly Instant[];
  }
}
