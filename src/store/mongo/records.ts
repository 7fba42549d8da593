import type { AnyBulkWriteOperation } from "mongodb";
import type { Instant } from "../../core/event.js";
import type { RecordKind, Records } from "../../core/record.js";
import { byTurns } from "../by-turns.js";
import type { Change, Store, Stored } from "../port.js";
import { gather } from "./gather.js";
import type { Tx } from "./lane.js";
import { headOf, idOf, under, until } from "./names.js";
import { fitting } from "./size.js";
import { DUE, type RecordDoc, type Tables } from "./tables.js";

type Put = Extract<Change, { op: "put" }>;
type Remove = Extract<Change, { op: "remove" }>;
export type OfClient<T> = { readonly client: string; readonly change: T };
type Postponed = { readonly client: string; readonly record: Stored; readonly until: Instant };
type Operation = AnyBulkWriteOperation<RecordDoc>;

const PAGE = 1_000;
/** A kind and an owner as one text, and back. */
const ownedId = (head: string, owner: string): string => JSON.stringify([head, owner]);
const partsOwned = (id: string) => JSON.parse(id) as [head: string, owner: string];
export type RecordTable = ReturnType<typeof recordTable>;

/** Records with revisions, and when they are due. */
export function recordTable({ records }: Pick<Tables, "records">) {
  async function read(ids: readonly string[]): Promise<Map<string, RecordDoc>> {
    const found = new Map<string, RecordDoc>();
    for (let from = 0; from < ids.length; from += PAGE) {
      const some = ids.slice(from, from + PAGE);
      for (const doc of await records.find({ _id: { $in: some } }).toArray())
        found.set(doc._id, doc);
    }
    return found;
  }
  const one = gather(read);
  /** The records of one owner and kind, by key. Those asked for in a tick are one question for each kind. */
  const owned = gather<readonly RecordDoc[]>(async (ids) => {
    const asked = new Map<string, string[]>();
    for (const [head, owner] of ids.map(partsOwned)) {
      const owners = asked.get(head);
      if (owners) owners.push(owner);
      else asked.set(head, [owner]);
    }
    const lists = new Map<string, RecordDoc[]>(ids.map((id) => [id, []]));
    const each = [...asked].map(async ([head, owners]) => {
      const found = records.find({ head, owner: { $in: owners } }).sort({ _id: 1 });
      for await (const doc of found) lists.get(ownedId(head, doc.owner ?? ""))?.push(doc);
    });
    await Promise.all(each);
    return lists;
  });
  const dueOf = (client: string, now: Instant, limit: number) =>
    records
      .find({ client, look: until(now) })
      .hint(DUE)
      .sort({ look: 1, _id: 1 })
      .limit(limit)
      .toArray();

  return {
    async get<K extends RecordKind>(client: string, kind: K, key: string) {
      const doc = await one(idOf(client, kind, key));
      return doc && toStored<K>(doc);
    },
    async find<K extends RecordKind>(client: string, kind: K, keys: readonly string[]) {
      const found = await read([...new Set(keys)].map((key) => idOf(client, kind, key)));
      return new Map([...found.values()].map((doc) => [doc.key, toStored<K>(doc)]));
    },
    async list<K extends RecordKind>(client: string, kind: K, owner?: string, limit = 0) {
      const head = headOf(client, kind);
      if (owner !== undefined && limit === 0)
        return ((await owned(ownedId(head, owner))) ?? []).map((doc) => toStored<K>(doc));
      const which = { head, ...(owner === undefined ? { _id: under(head) } : { owner }) };
      const found = await records.find(which).sort({ _id: 1 }).limit(limit).toArray();
      return found.map((doc) => toStored<K>(doc));
    },
    async *walk<K extends RecordKind>(client: string, kind: K): AsyncGenerator<Stored<K>> {
      const head = headOf(client, kind);
      for (let after: string | undefined; ; ) {
        const page = records.find({ head, _id: under(head, after) });
        const found = await page.sort({ _id: 1 }).limit(PAGE).toArray();
        for (const doc of found) yield toStored<K>(doc);
        if (found.length < PAGE) return;
        after = found.at(-1)?._id;
      }
    },
    async due({ clients, now, limit }: Parameters<Store["due"]>[0]) {
      // Most clients have nothing that is due: one question tells which have.
      const isDue = { $match: { client: { $in: [...clients] }, look: until(now) } };
      const found = records.aggregate<{ readonly _id: string }>(
        [isDue, { $group: { _id: "$client" } }],
        { hint: DUE },
      );
      const has = new Set((await found.toArray()).map(({ _id }) => _id));
      const mine = clients.filter((client) => has.has(client));
      const lists = await Promise.all(mine.map((client) => dueOf(client, now, limit)));
      return byTurns(lists).map((doc) => ({ ...toStored(doc), client: doc.client }));
    },
    postpone: ({ session }: Tx, { client, record: { kind, key, rev }, until: look }: Postponed) =>
      records.updateOne(
        { _id: idOf(client, kind, key), rev, look: { $exists: true } },
        { $set: { look } },
        { session },
      ),
    async nextDue(clients: readonly string[]): Promise<Instant | undefined> {
      const [first] = await records
        .find({ client: { $in: [...clients] }, look: { $exists: true } })
        .hint(DUE)
        .project<Pick<RecordDoc, "look">>({ look: 1 })
        .sort({ look: 1 })
        .limit(1)
        .toArray();
      return first?.look;
    },
    /** @returns false when one of them is not at the revision that its put expects. */
    async write({ session }: Tx, all: readonly OfClient<Put | Remove>[]): Promise<boolean> {
      if (all.length === 0) return true;
      const operations = all.map(operationOf);
      const done = await records.bulkWrite(operations, { session });
      const puts = all.filter(({ change }) => change.op === "put").length;
      const isNew = all.flatMap(({ change }, n) =>
        change.op === "put" && change.rev === 0 ? [n] : [],
      );
      if (done.matchedCount + done.upsertedCount !== puts) return false;
      return isNew.every((n) => n in done.upsertedIds);
    },
    /** At which revision they are, by id; those that aren't there are missing. */
    async revs({ session }: Tx, all: readonly OfClient<Put | Remove>[]) {
      const ids = all.map(({ client, change }) => idOf(client, change.kind, change.key));
      const found = await records
        .find({ _id: { $in: ids } }, { session })
        .project<Pick<RecordDoc, "_id" | "rev">>({ rev: 1 })
        .toArray();
      return new Map(found.map(({ _id, rev }) => [_id, rev]));
    },
  };
}

function operationOf({ client, change }: OfClient<Put | Remove>): Operation {
  const { kind, key } = change;
  const _id = idOf(client, kind, key);
  if (change.op === "remove") return { deleteOne: { filter: { _id } } };
  const { owner, due, rev } = change;
  const value = fitting(`${kind} ${key}`, JSON.stringify(change.value));
  const named = { client, head: headOf(client, kind), kind, key };
  const what = {
    value,
    ...(owner !== undefined && { owner }),
    ...(due !== undefined && { due, look: due }),
  };
  if (rev === 0) {
    const update = { $setOnInsert: { ...named, ...what, rev: 1 } };
    return { updateOne: { filter: { _id }, update, upsert: true } };
  }
  const update = {
    $set: { ...named, ...what },
    $inc: { rev: 1 },
    ...((owner === undefined || due === undefined) && {
      $unset: {
        ...(owner === undefined && { owner: 1 as const }),
        ...(due === undefined && { due: 1 as const, look: 1 as const }),
      },
    }),
  };
  if (rev === undefined) return { updateOne: { filter: { _id }, update, upsert: true } };
  return { updateOne: { filter: { _id, rev }, update } };
}

function toStored<K extends RecordKind>({ kind, key, rev, due, value }: RecordDoc): Stored<K> {
  const stored = { kind: kind as K, key, rev, value: JSON.parse(value) as Records[K] };
  return due === undefined ? stored : { ...stored, due };
}
