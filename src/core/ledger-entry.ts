import type { Instant } from "./event.js";

/** Who is served: operators by what their commands answer, members by answers, nobody in particular. */
export type Served = "operators" | "members" | "nobody";

/** What an account is about to do. */
export type Act = {
  /** `text`, `image`, `read`, `name`, `look`, or an effect by its action's name. */
  readonly kind: string;
  readonly for: Served;
  readonly client: string;
  /** The group's chat; absent in private. */
  readonly chat?: string | undefined;
  /** A hash of what is said. */
  readonly text?: number | undefined;
};

/** What an account did, and when by the clock of its ledger. */
export type LedgerEntry = Act & { readonly at: Instant };
