import type { Instant } from "../../core/event.js";

declare module "../../domain/group/record.js" {
  interface GroupRecord {
    /** When operators last heard that typed orders wait for them, and whether some were not noted since. */
    readonly typedTold?: Instant;
    readonly typedMissed?: boolean;
  }
}

declare module "../../core/record.js" {
  interface Records {
    typed: ChatOrderRecord;
    notice: NoticeRecord;
  }
}

/** An order that somebody typed in chat; it counts when an operator confirms it. Its key is its number. */
export type ChatOrderRecord = {
  readonly group: string;
  readonly at: Instant;
  /** Whose message it was, where the message brought nothing else. */
  readonly by?: string;
  /** Names the list it stands in, which people post again and again as it grows. */
  readonly list?: string;
  /** The message it stands in. */
  readonly message?: string;
  /** The newest post of the list, or the message since it was edited, has no such entry any more. */
  readonly gone?: boolean;
  /** `replaced`: a newer post says something else, which waits under the number `next`. */
  readonly state: "waiting" | "done" | "dropped" | "replaced";
  readonly next?: string;
  readonly name: string;
  readonly items: readonly { readonly title: string; readonly qty: number }[];
  /** Minor units. */
  readonly amount: number;
};

/** Tells operators what waits in a group when it is due; its key is the group. */
type NoticeRecord = { readonly group: string };
