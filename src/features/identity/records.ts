import type { Instant } from "../../core/event.js";
import type { ReplyTo } from "../../engine/decision.js";

declare module "../../core/record.js" {
  interface Records {
    /** By which a member joins two accounts of theirs; its key is the code, its owner the member. */
    "link-code": LinkCode;
    /** What `/rebind` proposed last; one for a client. */
    rebinding: { readonly at: Instant; readonly pairs: readonly Pair[] };
  }
}

export type LinkCode = {
  readonly member: string;
  readonly until: Instant;
  /** Where it was asked for, and its end is told. */
  readonly to: ReplyTo;
};

/** A group, and the chat in which it most likely goes on. */
type Pair = { readonly group: string; readonly account: string; readonly chat: string };
