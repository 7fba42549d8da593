import type { Instant } from "../../core/event.js";

declare module "../../core/record.js" {
  interface Records {
    /** What a client's operators have still to hear of an account's breaker; the key is the account's id. */
    "breaker-news": {
      /** Which opening, by the ledger's clock. */
      readonly opened: Instant;
      /** They have heard that it opened. */
      readonly told: boolean;
    };
  }
}
