import { randomUUID } from "node:crypto";
import type { Db, MongoClient } from "mongodb";
import { StoreFenced } from "../../core/errors.js";
import type { Owned } from "../port.js";
import type { Waits } from "./connection.js";
import { isDuplicate } from "./failures.js";
import { createLane, type Lane, type Tx } from "./lane.js";
import type { Numbers } from "./numbers.js";
import type { Tables } from "./tables.js";
import { createTurns } from "./turns.js";

type Deps = {
  readonly server: MongoClient;
  readonly db: Db;
  readonly tables: Tables;
  readonly where: string;
  readonly waits: Waits;
  readonly numbers: Numbers;
  readonly decisions: Parameters<typeof createLane>[0]["decisions"];
};
/** MongoDB ends a transaction after a minute. */
const LONGEST_MS = 60_000;

export type Fences = ReturnType<typeof createFences>;

/** What this process has taken for itself, and the lanes in which it writes. */
export function createFences(deps: Deps) {
  const { tables, db, numbers } = deps;
  const process = randomUUID();
  const turns = createTurns();
  const lanes = new Map<string, Lane>();
  let own: Promise<Lane> | undefined;

  const laneOf = (name: string, token: number) =>
    createLane({ ...deps, process, turns }, { name, token });

  async function take(name: string): Promise<void> {
    const lease = await tables.leases.findOneAndUpdate(
      { _id: name },
      { $inc: { token: 1 }, $set: { owner: process } },
      { upsert: true, returnDocument: "after" },
    );
    const token = lease?.token ?? 1;
    await freeFence(name);
    try {
      // Whoever took it after us keeps it, however late we come here.
      const before = { _id: name, token: { $lt: token } };
      await tables.fences.updateOne(before, { $set: { token } }, { upsert: true });
    } catch (error) {
      throw isDuplicate(error) ? new StoreFenced(name) : error;
    }
    lanes.set(name, laneOf(name, token));
  }
  /** Whoever was stopped inside a transaction holds the fence for a minute (SERVER-34650), unless its session is ended. */
  async function freeFence(name: string): Promise<void> {
    const held = await tables.fences.findOne({ _id: name });
    if (!held?.session) return;
    await db.command({ killSessions: [{ id: held.session }] }).catch(() => {});
  }
  /** For what is nobody's in particular: no fence keeps it out, but its transactions are known by it. */
  async function openOwn(): Promise<Lane> {
    const name = `process:${process}`;
    await tables.fences.updateOne({ _id: name }, { $set: { token: 1 } }, { upsert: true });
    return laneOf(name, 1);
  }
  function ours(): Promise<Lane> {
    own ??= openOwn().catch((error: unknown) => {
      own = undefined;
      throw error;
    });
    return own;
  }

  /** Work that takes long, such as adding up all facts: it holds nothing else up, and may take a minute. */
  async function apart<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const _id = `process:${process}:${randomUUID()}`;
    await tables.fences.updateOne({ _id }, { $set: { token: 1 } }, { upsert: true });
    const waits = { ...deps.waits, deadlineMs: Math.max(deps.waits.deadlineMs, LONGEST_MS) };
    const lane = createLane({ ...deps, waits, process, turns }, { name: _id, token: 1 });
    try {
      return await lane.run(work);
    } finally {
      await lane.close();
      await tables.fences.deleteOne({ _id });
    }
  }

  return {
    async own({ accounts, clients }: Owned): Promise<void> {
      const names = [...accounts.map(ofAccount), ...clients.map(ofClient)];
      const fresh = names.filter((name) => !lanes.has(name));
      if (fresh.length === 0) return;
      await Promise.all(fresh.map(take));
      numbers.discard();
    },
    /** Where an account's writes go: fenced, if this process has taken it. */
    account: async (account: string): Promise<Lane> => lanes.get(ofAccount(account)) ?? ours(),
    client: async (client: string): Promise<Lane> => lanes.get(ofClient(client)) ?? ours(),
    ours,
    apart,
    async close(): Promise<void> {
      await Promise.all([...lanes.values()].map((lane) => lane.close()));
      if (!own) return;
      await (await own).close();
      await tables.fences.deleteOne({ _id: `process:${process}` });
    },
  };
}

const ofAccount = (account: string) => `account:${account}`;
const ofClient = (client: string) => `client:${client}`;
