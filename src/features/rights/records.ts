import type { Instant, Place } from "../../core/event.js";

declare module "../../core/record.js" {
  interface Records {
    /** Somebody is being erased; its key names the wish. */
    erasure: ErasureRecord;
  }
}
declare module "../../engine/records.js" {
  interface MemberRecord {
    /** When they were shown what erasing them means. */
    readonly erasingAt?: Instant;
  }
}

/** Who is erased; then, when they have been told, the message that told them, which goes last. */
export type ErasureRecord =
  | {
      readonly member: string;
      readonly by: "member" | "operator";
      /** Who hears that it is done. */
      readonly to: {
        readonly place: Place;
        readonly account: string;
        readonly locale: "zh-CN" | "en";
      };
    }
  | { readonly told: string };
