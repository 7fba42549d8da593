import { setTimeout as pause } from "node:timers/promises";
import type { ClientSession, MongoClient } from "mongodb";
import { StoreFailure, StoreFenced } from "../../core/errors.js";
import type { CommitResult } from "../port.js";
import type { Waits } from "./connection.js";
import type { Decided, Decision } from "./decision.js";
import { explained, isTransient, isUnknown, tooLong } from "./failures.js";
import type { Tables } from "./tables.js";
import type { Turns } from "./turns.js";

/** So many decisions at most share a transaction. */
const MOST = 200;
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 250;

/** The shared transaction; its session is refused to whoever is too late. */
export type Tx = { readonly session: ClientSession };

type Work = { readonly write: (tx: Tx) => Promise<unknown>; readonly late?: (told: never) => void };
/** Writes several of one kind with a few questions. @returns what each comes to */
type Bulk<In, Out> = (tx: Tx, all: readonly In[]) => Promise<readonly Out[]>;
type Share = { readonly bulk: Bulk<never, unknown>; readonly one: unknown };
type Job = (Work | Share | { readonly decided: Decided }) & {
  readonly resolve: (told: never) => void;
  readonly reject: (error: unknown) => void;
};
/** What the jobs of a transaction are told, once it is committed. */
type Told = ReadonlyMap<Job, unknown>;
/** Jobs that share a transaction, their decisions ready for writing, and whether to look which are refused. */
type Batch = {
  readonly batch: readonly Job[];
  readonly decisions: readonly Decision[];
  readonly look: boolean;
};
type Deps = {
  readonly server: MongoClient;
  readonly tables: Tables;
  readonly where: string;
  readonly waits: Waits;
  readonly process: string;
  readonly turns: Turns;
  readonly decisions: {
    /** Makes everything ready for writing them, outside of the transaction. */
    readonly ready: (batch: readonly Decided[]) => Promise<readonly Decision[]>;
    /** Writes them together, undefined when one of them is refused; with `look` it finds out which. */
    readonly write: (
      tx: Tx,
      batch: readonly Decision[],
      look: boolean,
    ) => Promise<readonly CommitResult[] | undefined>;
  };
};
export type Fence = { readonly name: string; readonly token: number };
export type Lane = ReturnType<typeof createLane>;

/**
 * All that one process writes for an account or a client, in order. What comes while a transaction is under way
 * shares the next one. Each writes the fence first, with a name of its own: by it a transaction whose end nobody
 * heard of is known afterwards, and whoever has lost the fence writes nothing.
 */
export function createLane(deps: Deps, fence: Fence) {
  const { server, tables, where, turns } = deps;
  const { deadlineMs } = deps.waits;
  const waiting: Job[] = [];
  let running: Promise<void> | undefined;
  let session: ClientSession | undefined;
  let noted: ClientSession | undefined;
  let doubt: { readonly id: string; readonly told: Told } | undefined;
  let count = 0;

  function add(job: Job): void {
    waiting.push(job);
    running ??= Promise.resolve().then(work);
  }
  async function work(): Promise<void> {
    while (waiting.length > 0) await settle(waiting.splice(0, MOST));
    running = undefined;
  }
  /** What nobody can help is found by trying one after the other, so that it fails alone. */
  async function settle(batch: readonly Job[]): Promise<void> {
    try {
      const told = await persist(batch);
      for (const job of batch) job.resolve(told.get(job) as never);
    } catch (error) {
      if (batch.length > 1 && !(error instanceof StoreFailure))
        for (const job of batch) await settle([job]);
      else for (const { reject } of batch) reject(error);
    }
  }
  async function persist(batch: readonly Job[]): Promise<Told> {
    const until = performance.now() + deadlineMs;
    const decisions = await ready(batch);
    let look = false;
    for (let tries = 0; ; tries++) {
      const left = until - performance.now();
      if (left <= 0) throw tooLong(where);
      const once = () => within(left, (tx) => attempt(tx, { batch, decisions, look }));
      try {
        // Those of one process that got into each other's way go one after the other.
        const told = await (tries > 0 ? turns(once) : once());
        if (told) return told;
        look = true;
      } catch (error) {
        if (!isTransient(error) && !isUnknown(error)) throw explained(error, where);
        if (until - performance.now() < LONGEST_PAUSE_MS) throw explained(error, where);
        const longest = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
        await pause(longest * (0.5 + Math.random() / 2));
      }
    }
  }
  async function ready(batch: readonly Job[]): Promise<readonly Decision[]> {
    try {
      return await deps.decisions.ready(
        batch.flatMap((job) => ("decided" in job ? job.decided : [])),
      );
    } catch (error) {
      throw explained(error, where);
    }
  }
  /** What isn't done by then is given up: it writes nothing any more, unless its commit has left already. */
  function within<T>(ms: number, work: (tx: Tx) => Promise<T>): Promise<T> {
    const own = session ?? server.startSession();
    session = own;
    let over = false;
    const tx = {
      get session() {
        if (over) throw tooLong(where);
        return own;
      },
    };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        over = true;
        session = undefined;
        reject(tooLong(where));
      }, ms);
      const end = () => {
        clearTimeout(timer);
        if (over) void own.endSession().catch(() => {});
      };
      work(tx).then(resolve, reject).finally(end);
    });
  }
  /** By it whoever comes next ends what this process was stopped inside of, its very first transaction too. */
  async function note(own: ClientSession): Promise<void> {
    if (noted === own) return;
    const { name: _id, token } = fence;
    await tables.fences.updateOne({ _id, token }, { $set: { session: own.id?.id } });
    noted = own;
  }
  /** @returns undefined when a decision was refused or an earlier transaction had to be cleared up: once more. */
  async function attempt(tx: Tx, batch: Batch): Promise<Told | undefined> {
    const id = `${deps.process}:${fence.name}:${++count}`;
    const own = tx.session;
    await note(own);
    inTime(tx);
    own.startTransaction({
      readConcern: { level: "snapshot" },
      writeConcern: { w: "majority", journal: true },
      readPreference: "primary",
      maxCommitTimeMS: deadlineMs,
    });
    try {
      const earlier = await pass(tx, id);
      const told = earlier ? cleared(earlier, batch.batch) : await write(tx, batch);
      if (!told || earlier) {
        await own.abortTransaction();
        return told;
      }
      inTime(tx);
      doubt = { id, told };
      await commit(tx);
      doubt = undefined;
      return told;
    } catch (error) {
      if (own.inTransaction()) await own.abortTransaction().catch(() => {});
      throw error;
    }
  }
  /** @returns what the doubted transaction told, where it was committed after all. @throws StoreFenced */
  async function pass(tx: Tx, id: string): Promise<Told | undefined> {
    const { name: _id, token } = fence;
    const { session } = tx;
    const passed = await tables.fences.updateOne(
      { _id, token, ...(doubt && { last: { $ne: doubt.id } }) },
      { $set: { last: id } },
      { session },
    );
    inTime(tx);
    if (passed.matchedCount === 1) {
      // Had it been committed its name would stand there; and it can't be any more, since it wrote this first.
      doubt = undefined;
      return undefined;
    }
    const found = await tables.fences.findOne({ _id }, { session });
    inTime(tx);
    if (!doubt || found?.token !== token || found.last !== doubt.id) throw new StoreFenced(_id);
    const { told } = doubt;
    doubt = undefined;
    return told;
  }
  async function write(tx: Tx, { batch, decisions, look }: Batch): Promise<Told | undefined> {
    const results = await deps.decisions.write(tx, decisions, look);
    if (!results) return undefined;
    const told = new Map<Job, unknown>();
    const decided = batch.filter((job) => "decided" in job);
    for (const [n, job] of decided.entries()) told.set(job, results[n]);
    const shares = batch.filter((job) => "bulk" in job);
    for (const bulk of new Set(shares.map((job) => job.bulk))) {
      const its = shares.filter((job) => job.bulk === bulk);
      const each = await bulk(
        tx,
        its.map(({ one }) => one as never),
      );
      for (const [n, job] of its.entries()) told.set(job, each[n]);
    }
    for (const job of batch) if ("write" in job) told.set(job, await job.write(tx));
    return told;
  }
  /** @throws StoreFailure too when it was committed after its time: its jobs were told that it failed. */
  async function commit(tx: Tx): Promise<ClientSession> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        await tx.session.commitTransaction();
        return tx.session;
      } catch (error) {
        if (!isUnknown(error)) throw error;
      }
      await pause(pauseMs);
    }
  }

  return {
    /** Writes one decision. */
    commit: (decided: Decided) =>
      new Promise<CommitResult>((resolve, reject) => add({ decided, resolve, reject })),
    /**
     * Does work inside a transaction; it may be done again, so nothing of it counts before its promise is kept.
     * @param late hears what it came to when that was found out only after the promise was broken
     */
    run: <T>(write: (tx: Tx) => Promise<T>, late?: (told: T) => void) =>
      new Promise<T>((resolve, reject) => add({ write, late, resolve, reject })),
    /** Writes one of a kind, together with those that share its transaction; done again as `run` is. */
    share: <In, Out>(bulk: Bulk<In, Out>, one: In) =>
      new Promise<Out>((resolve, reject) => add({ bulk, one, resolve, reject })),
    /** Waits for what is under way. */
    async close(): Promise<void> {
      await running;
      await session?.endSession();
    },
  };
}

/** What is known of a doubted transaction is no longer the business of whoever was given up. @throws StoreFailure */
const inTime = (tx: Tx): ClientSession => tx.session;

/** What an earlier transaction told these jobs, if it was theirs; whoever has gone away hears of it late. */
function cleared(earlier: Told, batch: readonly Job[]): Told | undefined {
  if (batch.every((job) => earlier.has(job))) return earlier;
  for (const [job, told] of earlier) if ("write" in job) job.late?.(told as never);
  return undefined;
}
