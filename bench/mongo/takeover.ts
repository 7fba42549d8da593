import { setTimeout as wait } from "node:timers/promises";
import { openTwoAccounts } from "../../tests/support/mongo/two-accounts.js";
import { until } from "../../tests/support/until.js";
import { round } from "../statistics.js";
import { openServer } from "./server.js";

const ROUNDS = 3;
const LEASE_S = 5;
const LOOK_MS = 20;
/** Whoever has not taken over by then never does. */
const LIMIT_MS = 2 * 60_000;

type Lease = { readonly _id: string; readonly owner?: string };
type Process = { readonly _id: string; readonly where: string };

/** Two bots with an account each; the one that has the first is killed, and somebody comes into a group of it. */
async function once(python: string) {
  const server = await openServer(python);
  const { db } = server;
  const town = await openTwoAccounts({
    SUANPAN_STORE: server.at,
    SUANPAN_LEASE: `${LEASE_S}s`,
  });
  const owner = async () =>
    (await db.collection<Lease>("leases").findOne({ _id: "account:telegram" }))?.owner;
  try {
    const first = await town.run("first");
    await town.greets("tea", 1);
    const second = await town.run("second");
    await until("the second has an account", () => second.stderr().includes("works for these"));
    await town.greets("tea", 2);
    const before = await owner();
    const holder = await db.collection<Process>("processes").findOne({ _id: before ?? "" });
    const its = [first, second].find(({ pid }) => holder?.where.endsWith(`:${pid}`));
    if (!its) throw new Error("nobody has the account");
    its.kill();
    const killed = performance.now();
    const greeted = town.greets("tea", 3).then(() => performance.now());
    while ((await owner()) === before) {
      if (performance.now() - killed > LIMIT_MS) throw new Error("nobody takes over");
      await wait(LOOK_MS);
    }
    const taken = performance.now();
    return { taken: taken - killed, greeted: (await greeted) - killed };
  } finally {
    await town.close();
    await server.close();
  }
}

/** How long after `kill -9` of its process an account is another's, and somebody is answered there, in leases. */
export async function takeover(python: string) {
  const rounds: Awaited<ReturnType<typeof once>>[] = [];
  for (let n = 0; n < ROUNDS; n += 1) rounds.push(await once(python));
  const leases = (ms: number) => round(ms / 1_000 / LEASE_S, 2);
  return {
    lease_s: LEASE_S,
    taken_after_leases: rounds.map(({ taken }) => leases(taken)),
    greeted_after_leases: rounds.map(({ greeted }) => leases(greeted)),
    most_leases: leases(Math.max(...rounds.map(({ taken }) => taken))),
  };
}
