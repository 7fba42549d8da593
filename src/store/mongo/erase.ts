import type { Collection, Filter } from "mongodb";
import type { Event } from "../../core/event.js";
import type { RecordKind } from "../../core/record.js";
import { type Erasure, marked } from "../erasure.js";
import type { CounterTable } from "./counters.js";
import { readableFact } from "./facts.js";
import type { Fences } from "./fences.js";
import type { Tx } from "./lane.js";
import { headOf, partsOf, under } from "./names.js";
import type { CounterDoc, EventDoc, FactDoc, RecordDoc, RowDoc, Tables } from "./tables.js";

type Of = Pick<Tables, "records" | "facts" | "outbox" | "counters" | "events"> & {
  readonly fences: Fences;
  readonly parts: { readonly counters: CounterTable };
};
type Looking<T> = {
  readonly docs: Collection<T & { readonly _id: string | number }>;
  readonly which: object;
  readonly has: (doc: T) => boolean;
  readonly one: (tx: Tx, doc: T) => Promise<unknown>;
};

/** So many are read at once; each that an erasure concerns is a transaction of its own. */
const PIECE = 500;
const HANDLED = [
  { $set: { handled: "$accepted" } },
  { $unset: ["state", "kind", "body", "why", "program"] },
];

/** Looks through everything of a client, and does away with what an erasure says. */
export function eraser({ records, facts, outbox, counters, events, fences, parts }: Of) {
  async function record(of: Erasure, { session }: Tx, doc: RecordDoc): Promise<void> {
    const { _id, kind, key, rev, owner, value } = doc;
    const before = JSON.parse(value);
    const after = of.record({ kind: kind as RecordKind, key, value: before });
    if (after === before) return;
    if (after === undefined) await records.deleteOne({ _id }, { session });
    else {
      const unlisted = owner !== undefined && of.owner(owner) ? { $unset: { owner: 1 } } : {};
      const update = { $set: { value: JSON.stringify(after) }, $inc: { rev: 1 }, ...unlisted };
      await records.updateOne({ _id, rev }, update as object, { session });
    }
  }
  async function fact(of: Erasure, { session }: Tx, doc: FactDoc): Promise<void> {
    const { _id } = doc;
    const before = readableFact(doc);
    if (!before) return;
    const after = of.fact(before);
    if (after === undefined) await facts.deleteOne({ _id }, { session });
    else if (after !== before)
      await facts.updateOne({ _id }, { $set: { body: JSON.stringify(after) } }, { session });
  }
  async function row(of: Erasure, { session }: Tx, { _id, key, settled, body }: RowDoc) {
    const { action } = JSON.parse(body);
    if (of.row({ key, action, ended: settled !== undefined }))
      await outbox.deleteOne({ _id }, { session });
  }
  async function counter(of: Erasure, { session }: Tx, { _id }: CounterDoc): Promise<void> {
    const [client = "", counter = ""] = partsOf(_id, 2);
    if (!of.counter(counter)) return;
    await counters.deleteOne({ _id }, { session });
    parts.counters.doubt([{ client, change: { op: "add", counter, by: 0 } }]);
  }
  async function deadLetter(of: Erasure, { session }: Tx, { _id, body }: EventDoc) {
    if (of.deadLetter(JSON.parse(body ?? "{}") as Event))
      await events.updateOne({ _id }, HANDLED, { session });
  }
  async function through<T extends { readonly _id: string | number }>(
    client: string,
    { docs, which, has, one }: Looking<T>,
  ): Promise<void> {
    for (let after: T["_id"] | undefined; ; ) {
      const next = after === undefined ? which : { $and: [which, { _id: { $gt: after } }] };
      const found = (await docs
        .find(next as Filter<T & { readonly _id: string | number }>)
        .sort({ _id: 1 })
        .limit(PIECE)
        .toArray()) as unknown as T[];
      const lane = await fences.client(client);
      for (const doc of found) if (has(doc)) await lane.run((tx) => one(tx, doc));
      after = found.at(-1)?._id;
      if (found.length < PIECE) return;
    }
  }
  return async (of: Erasure): Promise<void> => {
    const { client } = of;
    const has = marked(of.marks);
    const look = <T extends { readonly _id: string | number }>(looking: object) =>
      through<T>(client, looking as Looking<T>);
    await look<RecordDoc>({
      docs: records,
      which: { client },
      has: ({ key, owner = "", value }: RecordDoc) => has(key, owner, value),
      one: (tx: Tx, doc: RecordDoc) => record(of, tx, doc),
    });
    await look<FactDoc>({
      docs: facts,
      which: { client },
      has: ({ body }: FactDoc) => has(body),
      one: (tx: Tx, doc: FactDoc) => fact(of, tx, doc),
    });
    await look<RowDoc>({
      docs: outbox,
      which: { client },
      has: ({ key, chat, body }: RowDoc) => has(key, chat, body),
      one: (tx: Tx, doc: RowDoc) => row(of, tx, doc),
    });
    await look<CounterDoc>({
      docs: counters,
      which: { _id: under(headOf(client)) },
      has: ({ _id }: CounterDoc) => has(_id),
      one: (tx: Tx, doc: CounterDoc) => counter(of, tx, doc),
    });
    await look<EventDoc>({
      docs: events,
      which: { state: "dead" },
      has: ({ body = "" }: EventDoc) => has(body),
      one: (tx: Tx, doc: EventDoc) => deadLetter(of, tx, doc),
    });
  };
}
