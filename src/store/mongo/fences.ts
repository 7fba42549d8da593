import { randomUUID } from "node:crypto";
import type { Db, MongoClient } from "mongodb";
import type { Owned } from "../port.js";
import type { Sharing } from "../sharing.js";
import type { Waits } from "./connection.js";
import { isHeld } from "./failures.js";
import { createLane, type Lane, type Tx } from "./lane.js";
import { createMembership } from "./membership.js";
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
  /** What holds a fence whose session may not be ended is waited for so long; then it is tried again. */
  const heldMs = deps.waits.answerMs / 2;
  const process = randomUUID();
  const turns = createTurns();
  const lanes = new Map<string, Lane>();
  const shutOut = new Map<string, Promise<void>>();
  let own: Promise<Lane> | undefined;
  const membership = createMembership({ ...tables, self: process, open: ours, shut });

  const laneOf = (name: string, token: number) =>
    createLane({ ...deps, process, turns }, { name, token });

  /** @returns false when another has it who is there, or was quicker, or what it was stopped inside of holds it yet. */
  async function take(name: string, there: ReadonlySet<string>): Promise<boolean> {
    const before = await tables.leases.findOne({ _id: name });
    const { owner, token = 0 } = before ?? {};
    if (owner !== undefined && owner !== process && there.has(owner)) return false;
    const mine = { $set: { token: token + 1, owner: process } };
    try {
      if (owner !== undefined && owner !== process) await shut(owner);
      const which = before ? { _id: name, token } : { _id: name, token: { $exists: false } };
      const taken = await tables.leases.updateOne(which, mine, { upsert: !before });
      if (taken.matchedCount + taken.upsertedCount === 0) return false;
      // Where it was given back nothing is under way any more.
      if (owner !== undefined) await freeFence(name);
      // Whoever took it after us keeps it, however late we come here.
      const older = { _id: name, token: { $lt: token + 1 } };
      const how = { upsert: true, maxTimeMS: heldMs };
      await tables.fences.updateOne(older, { $set: { token: token + 1 } }, how);
    } catch (error) {
      if (isHeld(error)) return false;
      throw error;
    }
    lanes.set(name, laneOf(name, token + 1));
    return true;
  }
  /** Whoever was stopped inside a transaction holds the fence for a minute (SERVER-34650), unless its session is ended. */
  async function freeFence(name: string): Promise<void> {
    const held = await tables.fences.findOne({ _id: name });
    if (!held?.session) return;
    await db.command({ killSessions: [{ id: held.session }] }).catch(() => {});
  }
  /** Whatever a process still writes in nobody's name is refused; which takes doing once. */
  function shut(other: string): Promise<void> {
    const done = shutOut.get(other) ?? shutNow(other);
    shutOut.set(other, done);
    done.catch(() => shutOut.delete(other));
    return done;
  }
  async function shutNow(other: string): Promise<void> {
    const name = ofProcess(other);
    const its = { $or: [{ _id: name }, { _id: { $gte: `${name}:`, $lt: `${name};` } }] };
    const found = await tables.fences.find(its).toArray();
    await Promise.all(found.map(({ _id }) => freeFence(_id)));
    await tables.fences.deleteMany(its, { maxTimeMS: heldMs });
  }
  /** For what is nobody's in particular: only a process that is out is kept from it. */
  async function openOwn(): Promise<Lane> {
    const name = ofProcess(process);
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
    const _id = `${ofProcess(process)}:${randomUUID()}`;
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
  async function give(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => lanes.get(name)?.close()));
    for (const name of names) lanes.delete(name);
    const mine = { _id: { $in: [...names] }, owner: process };
    await tables.leases.updateMany(mine, { $unset: { owner: 1 } });
  }

  return {
    async own({ accounts, clients }: Owned): Promise<Owned> {
      const names = [...accounts.map(ofAccount), ...clients.map(ofClient)];
      const fresh = names.filter((name) => !lanes.has(name));
      if (fresh.length > 0) {
        const there = await membership.ids();
        await Promise.all(fresh.map((name) => take(name, there)));
        numbers.discard();
      }
      return {
        accounts: accounts.filter((account) => lanes.has(ofAccount(account))),
        clients: clients.filter((client) => lanes.has(ofClient(client))),
      };
    },
    sharing: {
      join: membership.join,
      holds: membership.holds,
      give: ({ accounts, clients }) => give([...accounts.map(ofAccount), ...clients.map(ofClient)]),
      async view() {
        const peers = await membership.peers();
        const there = new Set(peers.map(({ id }) => id));
        const owned = await tables.leases.find({ owner: { $exists: true } }).toArray();
        const those = (begins: string) =>
          new Map(
            owned.flatMap(({ _id, owner = "" }): [string, string][] =>
              _id.startsWith(begins) && there.has(owner) ? [[_id.slice(begins.length), owner]] : [],
            ),
          );
        return {
          self: process,
          heard: membership.heard(),
          peers,
          accounts: those(ofAccount("")),
          clients: those(ofClient("")),
        };
      },
    } satisfies Sharing,
    /** Where an account's writes go: fenced, if this process has taken it. */
    account: async (account: string): Promise<Lane> => lanes.get(ofAccount(account)) ?? ours(),
    client: async (client: string): Promise<Lane> => lanes.get(ofClient(client)) ?? ours(),
    ours,
    apart,
    async close(): Promise<void> {
      // What can't be given back lapses.
      await give([...lanes.keys()]).catch(() => {});
      await membership.leave().catch(() => {});
      if (!own) return;
      await (await own).close();
      await tables.fences.deleteOne({ _id: ofProcess(process) });
    },
  };
}

const ofAccount = (account: string) => `account:${account}`;
const ofClient = (client: string) => `client:${client}`;
const ofProcess = (process: string) => `process:${process}`;
