import { afterAll, afterEach, beforeEach } from "vitest";
import { openMongoStore } from "../../../src/store/mongo/store.js";
import type { Store } from "../../../src/store/port.js";
import { samplesTally } from "../../store/samples.js";
import { databases, databaseUrl, PATIENT, serverUrl } from "./databases.js";

/** A database for each test of a `describe`, and the stores of processes on it, which are closed in the end. */
export function oneDatabase() {
  const all = databases();
  const opened: Store[] = [];
  let name = "";
  beforeEach(async () => {
    name = await all.take();
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close().catch(() => {});
    all.giveBack(name);
  });
  afterAll(() => all.close());
  return {
    /** Another process's store, by another way to the server where one is given. */
    async open(server = serverUrl): Promise<Store> {
      const store = await openMongoStore(databaseUrl(server, name), samplesTally, PATIENT);
      opened.push(store);
      return store;
    },
    /** Ends those that there are. */
    async closeAll(): Promise<void> {
      for (const store of opened.splice(0)) await store.close();
    },
  };
}
