import { MongoClient } from "mongodb";
import { installStandIn, startStandIn } from "../../../tests/support/mongo/stand-in.js";
import { accountOf, type Brand } from "../storm/playbook.js";

type Process = { readonly _id: string; readonly where: string };
type Lease = { readonly _id: string; readonly owner?: string };
type Row = { readonly chat: string; readonly body: string };
export type Database = Awaited<ReturnType<typeof openDatabase>>;

/** The database of all processes, and what it says of them while they run. */
export async function openDatabase() {
  const server = await startStandIn(await installStandIn());
  const client = new MongoClient(server.url);
  const db = client.db("cluster");

  /** The names of the accounts that a process has, as `account:…`. */
  async function heldBy(pid: number): Promise<readonly string[]> {
    const all = await db.collection<Process>("processes").find().toArray();
    const owner = all.find(({ where }) => where.endsWith(`:${pid}`))?._id;
    if (owner === undefined) return [];
    const held = await db.collection<Lease>("leases").find({ owner }).toArray();
    return held.map(({ _id }) => _id);
  }

  const has = async (pid: number, brand: Brand) =>
    (await heldBy(pid)).includes(`account:${accountOf(brand)}`);

  return {
    /** Whether a process has a client's account. */
    has,
    port: server.port,
    name: db.databaseName,
    url: `${server.url}${db.databaseName}`,
    /** Of a client's account, what a process that is lost had issued and not learned the end of: `chat/text`. */
    async uncertain(pid: number, brand: Brand): Promise<readonly string[]> {
      if (!(await has(pid, brand))) return [];
      const issued = { account: accountOf(brand), state: "sending", issued: true };
      const rows = await db.collection<Row>("outbox").find(issued).toArray();
      return rows.flatMap(({ chat, body }) => {
        const { action } = JSON.parse(body) as { action: { text?: string } };
        return action.text === undefined ? [] : `${chat}/${action.text}`;
      });
    },
    async close(): Promise<void> {
      await client.close();
      await server.stop();
    },
  };
}
