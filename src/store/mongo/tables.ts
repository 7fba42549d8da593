import type { Db, IndexDescription } from "mongodb";
import { UserError } from "../../core/errors.js";
import type { Event, Instant } from "../../core/event.js";
import type { LedgerEntry } from "../../core/ledger-entry.js";
import type { Rank } from "../port.js";

/**
 * What the database holds. Texts of the bot's own (`body`, `value`) are JSON, as in SQLite: names inside of them are
 * other people's, and one that begins with `$` or has a dot is none for a field.
 */
export type EventDoc = {
  /** platform/account/id */
  readonly _id: string;
  readonly seq: number;
  readonly account: string;
  readonly id: string;
  readonly accepted: Instant;
  /** Absent once it is handled; so are the next four. */
  readonly state?: "open" | "dead";
  readonly kind?: Event["kind"];
  readonly body?: string;
  readonly why?: string;
  readonly program?: string;
  /** `accepted`, once it is handled: what is forgotten by and by. */
  readonly handled?: Instant;
};
export type RecordDoc = {
  /** client/kind/key */
  readonly _id: string;
  readonly client: string;
  /** client/kind */
  readonly head: string;
  readonly kind: string;
  readonly key: string;
  readonly rev: number;
  readonly owner?: string;
  readonly due?: Instant;
  /** When it is looked at: `due`, unless it was postponed. */
  readonly look?: Instant;
  readonly value: string;
};
export type CounterDoc = {
  /** client/name */
  readonly _id: string;
  readonly value: number;
  /** Infinity for one that is kept for ever. */
  readonly until: Instant;
};
export type RowDoc = {
  /** client/key */
  readonly _id: string;
  readonly seq: number;
  readonly client: string;
  readonly key: string;
  readonly account: string;
  readonly chat: string;
  readonly made: Instant;
  readonly due: Instant;
  readonly expires: Instant;
  readonly unasked: boolean;
  readonly rank: Rank;
  readonly state: "waiting" | "sending" | "sent" | "failed" | "skipped" | "expired";
  readonly tries: number;
  readonly uncertain: boolean;
  readonly issued: boolean;
  /** Until when a claim runs, by the owner's own milliseconds; absent when it has ended. */
  readonly lease?: number;
  readonly settled?: Instant;
  readonly why?: string;
  readonly receipt?: string;
  readonly body: string;
  /** A picture stands beside the body, and goes when the row has ended. */
  readonly png?: string;
};
export type FactDoc = {
  readonly _id: number;
  readonly client: string;
  readonly kind: string;
  readonly at: Instant;
  readonly body: string;
};
export type RollupDoc = {
  /** client/day/group */
  readonly _id: string;
  readonly client: string;
  readonly day: string;
  readonly group: string;
  readonly sums: Readonly<Record<string, number>>;
  /** Facts of it have been forgotten, so it can't be made of facts again. */
  readonly sealed?: true;
};
export type LedgerDoc = LedgerEntry & {
  readonly _id: string;
  readonly account: string;
  readonly seq: number;
};
export type VersionDoc = {
  /** client/hash */
  readonly _id: string;
  readonly content: string;
  readonly by: string;
  readonly saved: Instant;
};
/** Whose writes for an account or a client count: each transaction for it writes here first. */
type FenceDoc = {
  readonly _id: string;
  readonly token: number;
  /** The transaction that was committed last. */
  readonly last?: string;
  /** The session of its transactions. */
  readonly session?: unknown;
};
/** Which process has an account or a client; absent where it was given back. */
type LeaseDoc = { readonly _id: string; readonly token: number; readonly owner?: string };
/** A process that is there: it raises `beat` for as long as it is. */
type ProcessDoc = {
  readonly _id: string;
  readonly beat: number;
  readonly leaseMs: number;
  readonly where: string;
  readonly serves: readonly string[];
};
type SequenceDoc = { readonly _id: string; readonly next: number };
type MetaDoc = {
  readonly _id: "schema" | "tally" | "copying";
  readonly version?: number;
  /** The oldest version whose programs may work on it. */
  readonly oldest?: number;
  /** How far a copy into this database has come, in JSON. */
  readonly progress?: string;
};

/**
 * The events that are not handled, and the records that are due, are few among many. Questions for them name these
 * indexes, since every other one would read all that there are; and SecantusDB 0.7 uses no partial one by itself.
 */
export const OPEN = { seq: 1 } as const;
export const DUE = { client: 1, look: 1 } as const;

const INDEXES: Readonly<Partial<Record<keyof Tables, readonly IndexDescription[]>>> = {
  events: [
    { key: { account: 1, seq: -1 } },
    { key: OPEN, partialFilterExpression: { state: { $exists: true } } },
    { key: { handled: 1 }, partialFilterExpression: { handled: { $exists: true } } },
  ],
  records: [
    { key: { head: 1, owner: 1, _id: 1 }, partialFilterExpression: { owner: { $exists: true } } },
    { key: DUE, partialFilterExpression: { look: { $exists: true } } },
  ],
  counters: [{ key: { until: 1 } }],
  outbox: [
    { key: { state: 1, account: 1, rank: 1, client: 1, due: 1, seq: 1 } },
    { key: { state: 1, account: 1, due: 1, seq: 1 } },
    { key: { settled: 1 }, partialFilterExpression: { settled: { $exists: true } } },
  ],
  facts: [{ key: { client: 1, kind: 1, _id: 1 } }, { key: { kind: 1, at: 1 } }],
  ledger: [{ key: { account: 1, at: 1, seq: 1 } }],
};

export type Tables = ReturnType<typeof tablesOf>;

/** The collections of a database. */
export function tablesOf(db: Db) {
  return {
    events: db.collection<EventDoc>("events"),
    records: db.collection<RecordDoc>("records"),
    counters: db.collection<CounterDoc>("counters"),
    outbox: db.collection<RowDoc>("outbox"),
    facts: db.collection<FactDoc>("facts"),
    rollups: db.collection<RollupDoc>("rollups"),
    ledger: db.collection<LedgerDoc>("ledger"),
    versions: db.collection<VersionDoc>("versions"),
    fences: db.collection<FenceDoc>("fences"),
    leases: db.collection<LeaseDoc>("leases"),
    processes: db.collection<ProcessDoc>("processes"),
    sequences: db.collection<SequenceDoc>("sequences"),
    meta: db.collection<MetaDoc>("meta"),
  };
}

/** Raised with each change of what the database holds. */
const SCHEMA = 1;
/**
 * The oldest program that may work beside this one on the same database, so that machines are brought up to date one
 * after the other. A change that an older program would damage takes two releases: one that can read it, and then
 * one that writes it, which raises this.
 */
const OLDEST = 1;

/** @throws UserError STORE_NEWER when a program has changed the database that this one can't work beside */
export async function checkSchema({ meta }: Tables, where: string): Promise<void> {
  const mine = { version: SCHEMA, oldest: OLDEST };
  await meta.updateOne({ _id: "schema" }, { $setOnInsert: mine }, { upsert: true });
  const { version = SCHEMA, oldest = version } = (await meta.findOne({ _id: "schema" })) ?? {};
  if (oldest > SCHEMA) throw new UserError("STORE_NEWER", { path: where });
  await meta.updateOne({ _id: "schema", version: { $lt: SCHEMA } }, { $set: mine });
}

/** Makes what indexes are missing, and with them the collections: none is made inside a transaction. */
export async function makeIndexes(db: Db): Promise<void> {
  await Promise.all(
    Object.entries(INDEXES).map(([name, indexes]) =>
      db.collection(name).createIndexes([...indexes]),
    ),
  );
}
