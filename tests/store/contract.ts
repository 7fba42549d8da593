import { afterEach, beforeEach, describe } from "vitest";
import type { Tally } from "../../src/core/rollup.js";
import type { Store } from "../../src/store/port.js";
import { commitContract } from "./contract-commit.js";
import { eraseContract } from "./contract-erase.js";
import { forgetContract } from "./contract-forget.js";
import { inboxContract } from "./contract-inbox.js";
import { ledgerContract } from "./contract-ledger.js";
import { outboxContract } from "./contract-outbox.js";
import { recordContract } from "./contract-records.js";
import { redemptionContract } from "./contract-redemptions.js";
import { rollupContract } from "./contract-rollups.js";
import { samplesTally } from "./samples.js";

/** What every adapter of the Store port must do; `open` makes an empty store, so often for each property. */
export function storeContract(
  name: string,
  open: (tally: Tally) => Promise<Store>,
  { runs = 100 }: { readonly runs?: number } = {},
): void {
  describe(`the store contract: ${name}`, () => {
    let current: Store;
    const store = () => current;
    beforeEach(async () => {
      current = await open(samplesTally);
    });
    afterEach(() => current.close());

    inboxContract(store);
    recordContract(store);
    commitContract(store);
    outboxContract(store);
    ledgerContract(store);
    redemptionContract(store);
    rollupContract(store, open, runs);
    eraseContract(store);
    forgetContract(store, open, runs);
  });
}
