import { afterAll, describe } from "vitest";
import type { Tally } from "../../../src/core/rollup.js";
import { openMongoStore } from "../../../src/store/mongo/store.js";
import type { Store } from "../../../src/store/port.js";
import {
  databases,
  databaseUrl,
  noMongo,
  PATIENT,
  serverUrl,
} from "../../support/mongo/databases.js";
import { storeContract } from "../contract.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;

describe.skipIf(noMongo !== undefined)(`MongoDB${why}`, () => {
  const all = databases();
  afterAll(() => all.close());

  async function open(tally: Tally): Promise<Store> {
    const name = await all.take();
    const store = await openMongoStore(databaseUrl(serverUrl, name), tally, PATIENT);
    return {
      ...store,
      async close() {
        await store.close();
        all.giveBack(name);
      },
    };
  }
  storeContract("mongodb", open, { runs: 15 });
});
