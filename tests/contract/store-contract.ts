import { afterEach, beforeEach, describe } from "@jest/globals";
import type { Tally } from "../../src/core/rollup.js";
import type { Store } from "../../src/store/port.js";
import { commitContract } from "./store-contract-commit.js";
import { inboxContract } from "./store-contract-inbox.js";
import { outboxContract } from "./store-contract-outbox.js";
import { recordContract } from "./store-contract-records.js";
import { redemptionContract } from "./store-contract-redemptions.js";
import { rollupContract } from "./store-contract-rollups.js";
import { samplesTally } from "./store-samples.js";

/** What every adapter of the Store port must do; `open` makes an empty store. */
export function storeContract(name: string, open: (tally: Tally) => Promise<Store>): void {
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
    redemptionContract(store);
    rollupContract(store, open);
  });
}
