import { StoreFenced } from "../../core/errors.js";
import { LOOKS, type Peer, type Sharing } from "../sharing.js";
import { type Beat, isValid, type Reading, type Watched, watch } from "./lease.js";
import type { Tables } from "./tables.js";

type Of = Pick<Tables, "processes"> & {
  /** This process's id. */
  readonly self: string;
  /** Makes what this one writes refusable, before anybody can see it. */
  readonly open: () => Promise<unknown>;
  /** Has what a process still writes refused. */
  readonly shut: (process: string) => Promise<void>;
};

const reading = (): Reading => ({ monotonic: performance.now(), wall: Date.now() });

/** This process's lease, and those of the others. */
export function createMembership({ processes, self, open, shut }: Of) {
  let leaseMs: number | undefined;
  let renewed: Reading | undefined;
  let renewing: Promise<void> | undefined;
  let isOut = false;
  let timer: NodeJS.Timeout | undefined;
  let watched: Watched = new Map();
  const heard = new Set<string>();

  async function renew(): Promise<void> {
    const sent = reading();
    const done = await processes.updateOne({ _id: self }, { $inc: { beat: 1 } });
    if (done.matchedCount === 1) renewed = sent;
    else isOut = true;
  }
  /** What fails is tried again at the next beat; until then the lease runs on. */
  function beat(): void {
    renewing ??= renew()
      .catch(() => {})
      .finally(() => {
        renewing = undefined;
      });
  }
  /** Unless it has renewed its lease meanwhile, or another has done the same. */
  async function putOut({ id, beat }: Beat): Promise<void> {
    const gone = await processes.deleteOne({ _id: id, beat });
    if (gone.deletedCount === 1) await shut(id);
  }

  return {
    async join({ leaseMs: ms, ...peer }: Parameters<Sharing["join"]>[0]): Promise<void> {
      if (leaseMs !== undefined) return;
      await open();
      const sent = reading();
      const { where, serves } = peer;
      const doc = { beat: 0, leaseMs: ms, where, serves: [...serves] };
      // Whoever did not hear that it was done does it again.
      await processes.updateOne({ _id: self }, { $setOnInsert: doc }, { upsert: true });
      renewed = sent;
      leaseMs = ms;
      timer = setInterval(beat, ms / LOOKS);
      timer.unref();
    },
    /** All who are there. @throws StoreFenced when this one is out */
    async peers(): Promise<readonly Peer[]> {
      if (isOut) throw new StoreFenced(self);
      const found = await processes.find().sort({ _id: 1 }).toArray();
      const beats = found.map(({ _id: id, beat, leaseMs }) => ({ id, beat, leaseMs }));
      const others = beats.filter(({ id }) => id !== self);
      const looked = watch(watched, others, {
        now: performance.now(),
        ownLeaseMs: leaseMs ?? 0,
      });
      for (const { id, beat } of others) if (beat > (watched.get(id)?.beat ?? beat)) heard.add(id);
      watched = looked.watched;
      for (const one of looked.lapsed) await putOut(one);
      const out = new Set(looked.lapsed.map(({ id }) => id));
      return found.flatMap(({ _id: id, where, serves, leaseMs }) =>
        out.has(id) ? [] : { id, where, serves, leaseMs },
      );
    },
    /** Whose lease was seen to be renewed. */
    heard: (): ReadonlySet<string> => heard,
    /** The ids of all who are there, without a look at how they are. */
    ids: async (): Promise<ReadonlySet<string>> => new Set(await processes.distinct("_id")),
    holds: (): boolean => leaseMs === undefined || (!isOut && isValid(renewed, reading(), leaseMs)),
    async leave(): Promise<void> {
      clearInterval(timer);
      await renewing;
      if (leaseMs !== undefined) await processes.deleteOne({ _id: self });
    },
  };
}
