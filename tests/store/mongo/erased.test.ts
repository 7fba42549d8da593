import { MongoClient } from "mongodb";
import { test } from "vitest";
import { openMongoStore } from "../../../src/store/mongo/store.js";
import { prove, TRACES } from "../../features/rights/erased-story.js";
import { closeCorners } from "../../support/corner.js";
import {
  databases,
  databaseUrl,
  noMongo,
  PATIENT,
  serverUrl,
} from "../../support/mongo/databases.js";
import { tally } from "../../support/tally.js";

test.skipIf(noMongo !== undefined)(
  "nothing of an erased person is left in any document of the database",
  async () => {
    const all = databases();
    const name = await all.take();
    const url = databaseUrl(serverUrl, name);
    const server = await MongoClient.connect(url);
    const store = await openMongoStore(url, tally, PATIENT);
    try {
      await prove(store, async () => {
        const found: string[] = [];
        for (const { name: table } of await server.db().listCollections().toArray())
          for (const doc of await server.db().collection(table).find().toArray())
            for (const trace of TRACES)
              if (JSON.stringify(doc).includes(trace))
                found.push(`${table}: ${JSON.stringify(doc)}`);
        return found;
      });
      await closeCorners();
    } finally {
      await store.close();
      await server.close();
      await all.close();
    }
  },
);
