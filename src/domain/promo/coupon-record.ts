import type { Instant } from "../../core/event.js";

/** A granted coupon; its key is the code as codes are compared (promo/code.ts). */
export type CouponRecord = {
  readonly code: string;
  /** Its id in the playbook. */
  readonly coupon: string;
  readonly state: "granted" | "reserved" | "redeemed" | "returned" | "void";
  readonly member: string;
  readonly until: Instant;
  /** While it is reserved or redeemed: the order that has it. */
  readonly order?: string;
  readonly reservedUntil?: Instant;
};
