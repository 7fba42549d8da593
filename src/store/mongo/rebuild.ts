import { randomUUID } from "node:crypto";
import type { Collection, Db } from "mongodb";
import type { Tally } from "../../core/rollup.js";
import type { Difference, Rebuilt } from "../rebuilt.js";
import { type Addend, AT_ONCE, addends, differences, TOLD } from "../sums.js";
import { factOf } from "./facts.js";
import type { Fences } from "./fences.js";
import type { Tx } from "./lane.js";
import { headOf, under } from "./names.js";
import { addUp, rollupDoc } from "./rollups.js";
import type { RollupDoc, Tables } from "./tables.js";

type Of = Pick<Tables, "facts" | "rollups" | "meta"> & {
  readonly db: Db;
  readonly fences: Fences;
  readonly tally: Tally;
};
type Row = Pick<RollupDoc, "_id" | "client" | "day" | "group" | "sums" | "sealed">;
type Pair = { readonly stored?: Row | undefined; readonly fresh?: Row | undefined };

/** Makes rollups of facts that are there already, as they stand at one moment. */
export function rebuilder({ db, facts, rollups, meta, fences, tally }: Of) {
  /** What a client's facts add up to, by id; in a collection of its own where that is too much for the memory. */
  async function addUpFacts({ session }: Tx, client: string, aside: Collection<RollupDoc>) {
    const sums = addends();
    let count = 0;
    let spilt = false;
    for await (const doc of facts.find({ client }, { session }).sort({ kind: 1, _id: 1 })) {
      count++;
      const added = tally.of(client, factOf(doc));
      if (added) sums.add(client, added);
      if (sums.size() < AT_ONCE) continue;
      spilt = true;
      await addUp(aside, sums.drain());
    }
    if (spilt) await addUp(aside, sums.drain());
    const kept = sums.drain().map(rollupDoc);
    const fresh = spilt ? aside.find().sort({ _id: 1 }) : kept.sort((a, b) => byId(a._id, b._id));
    return { count, fresh };
  }
  async function rebuild(tx: Tx, client: string, check: boolean): Promise<Rebuilt> {
    const aside = db.collection<RollupDoc>(`fresh-${randomUUID()}`);
    try {
      const { count, fresh } = await addUpFacts(tx, client, aside);
      const stored = rollups
        .find({ _id: under(headOf(client)) }, { session: tx.session })
        .sort({ _id: 1 });
      const first: Difference[] = [];
      const found = { rows: 0, sealed: 0, different: 0 };
      const writes: Pair[] = [];
      for await (const pair of pairs(stored, fresh)) {
        if (pair.stored?.sealed) {
          found.sealed++;
          continue;
        }
        if (pair.fresh) found.rows++;
        const different = differencesOf(pair);
        found.different += different.length;
        first.push(...different.slice(0, TOLD - first.length));
        if (!check && !isSame(pair)) writes.push(pair);
        if (writes.length >= AT_ONCE) await write(tx, writes.splice(0));
      }
      await write(tx, writes);
      return { facts: count, ...found, first };
    } finally {
      await aside.drop().catch(() => {});
    }
  }
  async function write({ session }: Tx, all: readonly Pair[]): Promise<void> {
    if (all.length === 0) return;
    const operations = all.map(({ stored, fresh }) =>
      fresh
        ? { replaceOne: { filter: { _id: fresh._id }, replacement: fresh, upsert: true } }
        : { deleteOne: { filter: { _id: stored?._id ?? "" } } },
    );
    await rollups.bulkWrite(operations, { session });
  }
  const one = (client: string, check: boolean): Promise<Rebuilt> =>
    fences.apart((tx) => rebuild(tx, client, check));
  return {
    one,
    /** Every client's, where they were never made or by another tally. */
    async outdated(): Promise<void> {
      const { version } = tally;
      if ((await meta.findOne({ _id: "tally" }))?.version === version) return;
      for (const client of await facts.distinct("client")) await one(client, false);
      await meta.updateOne({ _id: "tally" }, { $set: { version } }, { upsert: true });
    },
  };
}

/** As MongoDB compares texts: by their bytes. */
const byId = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

type Rows = AsyncIterable<Row> | Iterable<Row>;

/** The rows of both, in order of their ids, each with its other. */
async function* pairs(stored: Rows, fresh: Rows): AsyncGenerator<Pair> {
  const [left, right] = [iterate(stored), iterate(fresh)];
  let [a, b] = [await left(), await right()];
  while (a || b) {
    const order = !a ? 1 : !b ? -1 : byId(a._id, b._id);
    yield { stored: order <= 0 ? a : undefined, fresh: order >= 0 ? b : undefined };
    if (order <= 0) a = await left();
    if (order >= 0) b = await right();
  }
}

function iterate(rows: Rows): () => Promise<Row | undefined> {
  const all = (async function* () {
    yield* rows;
  })();
  return async () => {
    const next = await all.next();
    return next.done ? undefined : next.value;
  };
}

function differencesOf({ stored, fresh }: Pair): Difference[] {
  const of: Addend | undefined = stored ?? fresh;
  if (!of) return [];
  const { day, group } = of;
  return differences({ day, group, stored: stored?.sums, fresh: fresh?.sums });
}

/** The same sums under the same names. */
function isSame({ stored, fresh }: Pair): boolean {
  if (!stored || !fresh) return false;
  const names = Object.keys(stored.sums);
  return (
    names.length === Object.keys(fresh.sums).length &&
    names.every((name) => stored.sums[name] === fresh.sums[name])
  );
}
