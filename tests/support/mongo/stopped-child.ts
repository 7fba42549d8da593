import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { moduleOf, start } from "../process.js";
import { until } from "../until.js";
import { databaseUrl, serverUrl } from "./databases.js";
import { wayTo } from "./way-to.js";

const DIST = pathToFileURL(join(import.meta.dirname, "../../../dist/")).href;

/** Takes an account and a client, and writes a member whenever it is told a client and a name. */
const program = (url: string) => `
import { openMongoStore } from "${DIST}store/mongo/store.js";
const store = await openMongoStore(${JSON.stringify(url)}, { version: 1, of: () => undefined });
await store.own({ accounts: ["bot"], clients: ["a"] });
const say = (what) => process.stdout.write(what + "\\n");
process.stdin.setEncoding("utf8").on("data", async (told) => {
  const [client, name] = told.trim().split("/");
  const value = { platform: "telegram", user: name, name, tags: [], saved: {}, cooldowns: {}, unasked: [], scripts: {} };
  const changes = [{ op: "put", kind: "member", key: name, value }];
  const write = () => store.commit({ client, changes, outbox: [], facts: [] }).then(
    () => say("wrote " + told.trim()),
    (error) => (error.code === "STORE_AWAY" ? write() : say("refused: " + error.code)),
  );
  await write();
});
say("ready");
`;

/** A process that has the account `bot` and the client `a`, and can be stopped inside of a transaction. */
export async function startStoppable(database: string, server = serverUrl) {
  const way = await wayTo(server);
  const child = start([
    "--input-type=module",
    "--eval",
    `await import(${JSON.stringify(moduleOf(program(databaseUrl(way.url, database))))})`,
  ]);
  const says = (what: string) => until(what, () => child.stdout().includes(what));
  await says("ready");
  return {
    says,
    writes: async (name: string) => {
      child.write(`${name}\n`);
      await says(`wrote ${name}`);
    },
    /** Has it write, and stops it when all but the commit has arrived at the server. */
    async stopInside(name: string): Promise<void> {
      let isStopped = false;
      way.obey((direction, data) => {
        if (direction !== "in" || !data.includes("commitTransaction")) return "pass";
        process.kill(child.pid, "SIGSTOP");
        isStopped = true;
        return "drop";
      });
      child.write(`${name}\n`);
      await until("it is stopped inside of a transaction", () => isStopped);
    },
    goOn(): void {
      way.mend();
      way.cutAll();
      process.kill(child.pid, "SIGCONT");
    },
    async close(): Promise<void> {
      child.kill();
      await child.exit();
      await way.close();
    },
  };
}
