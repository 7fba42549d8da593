import { MongoClient } from "mongodb";
import { databases, databaseUrl, serverUrl, standInPython } from "./databases.js";
import { startStandIn } from "./stand-in.js";

/**
 * A database for whole bots. Their leases run while others have their hands full with the shared server, and who is
 * killed may leave it locked: where a stand-in can be started they get one of their own.
 */
export async function ownDatabase() {
  if (standInPython !== "") {
    const server = await startStandIn(standInPython);
    const client = new MongoClient(server.url);
    return {
      url: databaseUrl(server.url, "bots"),
      db: client.db("bots"),
      async close(): Promise<void> {
        await client.close();
        await server.stop();
      },
    };
  }
  const all = databases();
  const name = await all.take();
  return { url: databaseUrl(serverUrl, name), db: all.client.db(name), close: all.close };
}
