import type { AnyBulkWriteOperation } from "mongodb";
import type { Change } from "../port.js";
import { gather } from "./gather.js";
import type { Tx } from "./lane.js";
import { idOf } from "./names.js";
import type { OfClient } from "./records.js";
import type { CounterDoc, Tables } from "./tables.js";

type Add = Extract<Change, { op: "add" }>;
type Operation = AnyBulkWriteOperation<CounterDoc>;

/** So many are known to be there; then it is asked anew. */
const MOST_KNOWN = 50_000;
const EVER = Number.POSITIVE_INFINITY;

export type CounterTable = ReturnType<typeof counterTable>;

/**
 * Counters within their limits, until they are forgotten. Each is made at zero before the transaction that adds to
 * it: there only its number changes, under a condition, so what a limit refuses is no error, and an error no limit.
 */
export function counterTable({ counters }: Pick<Tables, "counters">) {
  const known = new Set<string>();
  const named = ({ client, change }: OfClient<Add>) => idOf(client, change.counter);
  const readValue = gather(async (ids) => {
    const found = await counters.find({ _id: { $in: [...ids] } }).toArray();
    return new Map(found.map(({ _id, value }) => [_id, value]));
  });

  return {
    async counter(client: string, name: string): Promise<number> {
      return (await readValue(idOf(client, name))) ?? 0;
    },
    /** Makes those that are missing, unless something is only given back to them. */
    async make(adds: readonly OfClient<Add>[]): Promise<void> {
      if (known.size > MOST_KNOWN) known.clear();
      const unknown = adds.filter((add) => !known.has(named(add)));
      if (unknown.length === 0) return;
      const ids = [...new Set(unknown.map(named))];
      const found = counters.find({ _id: { $in: ids } }).project<{ _id: string }>({ _id: 1 });
      for (const { _id } of await found.toArray()) known.add(_id);
      const first = new Map<string, Add>();
      for (const add of unknown.filter(({ change }) => change.by >= 0).toReversed())
        if (!known.has(named(add))) first.set(named(add), add.change);
      if (first.size === 0) return;
      await counters.bulkWrite(
        [...first].map(([_id, { until = EVER }]) => ({
          updateOne: {
            filter: { _id },
            update: { $setOnInsert: { value: 0, until } },
            upsert: true,
          },
        })),
        { ordered: false },
      );
      for (const _id of first.keys()) known.add(_id);
    },
    /** They may have been forgotten by another process. */
    doubt: (adds: readonly OfClient<Add>[]): void => {
      for (const add of adds) known.delete(named(add));
    },
    /** @returns false when one would pass its limit, or isn't there any more. */
    async add({ session }: Tx, adds: readonly OfClient<Add>[]): Promise<boolean> {
      const there = adds.filter((add) => known.has(named(add)));
      if (there.length === 0) return true;
      const operations = there.flatMap((add) => operationsOf(named(add), add.change));
      const done = await counters.bulkWrite(operations, { session });
      return done.matchedCount === there.length;
    },
    /** At which values they are, by id; those that aren't there are missing. */
    async values({ session }: Tx, adds: readonly OfClient<Add>[]) {
      const found = await counters.find({ _id: { $in: adds.map(named) } }, { session }).toArray();
      return new Map(found.map(({ _id, value }) => [_id, value]));
    },
    /** Forgets those whose time has come. */
    async prune({ session }: Tx, now: number, some: number): Promise<boolean> {
      const old = { until: { $lt: now } };
      const found = await counters
        .find(old, { session })
        .project<{ _id: string }>({ _id: 1 })
        .limit(some)
        .toArray();
      const ids = found.map(({ _id }) => _id);
      if (ids.length > 0) await counters.deleteMany({ _id: { $in: ids }, ...old }, { session });
      for (const _id of ids) known.delete(_id);
      return ids.length === some;
    },
  };
}

/** One of them applies to a counter that is there, unless a limit is in the way; never two. */
function operationsOf(_id: string, { by, limit, until }: Add): readonly Operation[] {
  const lives = until === undefined ? {} : { $max: { until } };
  const adds = { $inc: { value: by }, ...lives };
  if (by > 0 && limit !== undefined)
    return [{ updateOne: { filter: { _id, value: { $lte: limit - by } }, update: adds } }];
  if (by >= 0) return [{ updateOne: { filter: { _id }, update: adds } }];
  return [
    {
      updateOne: { filter: { _id, value: { $lt: -by } }, update: { $set: { value: 0 }, ...lives } },
    },
    { updateOne: { filter: { _id, value: { $gte: -by } }, update: adds } },
  ];
}
