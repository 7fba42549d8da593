import type { Touchpoint } from "../../core/touchpoint.js";
import type { OrderEntry } from "../../domain/order/entry.js";

declare module "../../core/record.js" {
  interface Records {
    order: OrderEntry;
    identity: IdentityRecord;
  }
}
declare module "../../domain/group/record.js" {
  interface GroupRecord {
    /** What was said to everybody lately. */
    readonly touches?: readonly Touchpoint[];
  }
}
declare module "../../engine/records.js" {
  interface MemberRecord {
    /** What they were told and given lately. */
    readonly touches?: readonly Touchpoint[];
  }
}

/** Whose an explicit id is that a platform doesn't know: a phone's hash, a union id. */
type IdentityRecord = { readonly member: string };
