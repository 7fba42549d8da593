import { MongoClient } from "mongodb";
import { startStandIn } from "../../tests/support/mongo/stand-in.js";
import { openFolder } from "../rig.js";

/**
 * The stand-in on a folder of its own, on the disk where the files of SQLite are too. It uses neither a partial index
 * nor a range of ids where MongoDB does, but reads all records: two indexes stand in for those, which MongoDB needs not.
 * @returns the address of a database, and how to end it
 */
export async function openServer(python: string) {
  const folder = await openFolder();
  const server = await startStandIn(python, { folder: folder.path });
  const at = `${server.url}bench`;
  const client = new MongoClient(at);
  const owned = { key: { owner: 1 }, sparse: true };
  await client
    .db()
    .collection("records")
    .createIndexes([owned, { key: { head: 1, _id: 1 } }]);
  return {
    at,
    db: client.db(),
    async close(): Promise<void> {
      await client.close();
      await server.stop();
      await folder.remove();
    },
  };
}
