import type { Instant } from "../../core/event.js";

declare module "../../engine/records.js" {
  interface MemberRecord {
    /** How often they asked for prices since a while. */
    readonly asks?: { readonly since: Instant; readonly n: number };
  }
}
