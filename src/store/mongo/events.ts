import type { Event, Instant } from "../../core/event.js";
import type { Accepted, Owned } from "../port.js";
import type { Fences } from "./fences.js";
import type { Lane, Tx } from "./lane.js";
import { idOf } from "./names.js";
import type { Numbers } from "./numbers.js";
import { fitting } from "./size.js";
import { type EventDoc, OPEN, type Tables } from "./tables.js";

type Accounts = Owned["accounts"];
/** Where a numbered event is found. */
type Located = { readonly _id: string; readonly account: string };
type Of = Pick<Tables, "events"> & { readonly fences: Fences; readonly numbers: Numbers };

export type EventTable = ReturnType<typeof eventTable>;

const named = ({ platform, account, id }: Event) => idOf(platform, account, id);
/** A handled event is known by its id; what was said is forgotten. */
const HANDLED = [
  { $set: { handled: "$accepted" } },
  { $unset: ["state", "kind", "body", "why", "program"] },
];

/** The inbox: every event once, until it is handled or a dead letter. */
export function eventTable({ events, fences, numbers }: Of) {
  /** Those that this process has met and that are not handled. */
  const known = new Map<number, Located>();
  /** Accepted by a transaction of which nobody heard that it was: whoever tells of them again hears that they are new. */
  const untold = new Map<string, Accepted>();

  async function accept(account: string, batch: readonly Event[], now: Instant) {
    const first = await numbers.take("events", batch.length);
    const fresh = async ({ session }: Tx): Promise<readonly Accepted[]> => {
      const docs = batch.map((event, n) => acceptedDoc(event, first + n, now));
      const done = await events.bulkWrite(
        docs.map(({ _id, ...doc }) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: doc }, upsert: true },
        })),
        { session },
      );
      return batch.flatMap((event, n) =>
        n in done.upsertedIds ? [{ seq: first + n, event }] : [],
      );
    };
    const late = (all: readonly Accepted[]) => {
      for (const one of all) untold.set(named(one.event), one);
    };
    const lane = await fences.account(account);
    const told = new Map((await lane.run(fresh, late)).map((one) => [named(one.event), one]));
    const all = [...new Set(batch.map(named))].flatMap((id) => {
      const one = told.get(id) ?? untold.get(id);
      untold.delete(id);
      return one ?? [];
    });
    for (const { seq, event } of all) known.set(seq, { _id: named(event), account });
    return all;
  }
  async function locate(seq: number): Promise<Located | undefined> {
    const mine = known.get(seq);
    if (mine) return mine;
    const found = await events.findOne({ seq, state: { $exists: true } }, { hint: OPEN });
    return found ? { _id: found._id, account: found.account } : undefined;
  }
  async function inState(state: "open" | "dead", accounts: Accounts): Promise<Accepted[]> {
    const found = await events
      .find({ state, account: { $in: [...accounts] } })
      .hint(OPEN)
      .sort({ seq: 1 })
      .toArray();
    for (const { seq, _id, account } of found) known.set(seq, { _id, account });
    return found.map(toAccepted);
  }
  /** Does something with an event that isn't handled, as whoever has its account. */
  async function withEvent<T>(
    seq: number,
    work: (tx: Tx, found: Located) => Promise<T>,
  ): Promise<T | undefined> {
    const found = await locate(seq);
    if (!found) return undefined;
    const lane: Lane = await fences.account(found.account);
    return lane.run((tx) => work(tx, found));
  }

  return {
    /** @returns the new ones; repeated ids are left out. */
    async accept(batch: readonly Event[], now: Instant): Promise<readonly Accepted[]> {
      const accounts = [...new Set(batch.map(({ account }) => account))];
      const each = accounts.map((account) =>
        accept(
          account,
          batch.filter((event) => event.account === account),
          now,
        ),
      );
      const fresh = new Map((await Promise.all(each)).flat().map((one) => [named(one.event), one]));
      return [...new Set(batch.map(named))].flatMap((id) => fresh.get(id) ?? []);
    },
    locate,
    open: (accounts: Accounts) => inState("open", accounts),
    deadLetters: (accounts: Accounts) => inState("dead", accounts),
    async last(account: string, prefix: string): Promise<string | undefined> {
      const begins = prefix.replaceAll(/[^\w]/g, "\\$&");
      const [last] = await events
        .find({ account, ...(prefix && { id: { $regex: `^${begins}` } }) })
        .sort({ seq: -1 })
        .limit(1)
        .toArray();
      return last?.id;
    },
    bury: (seq: number, why: string, program?: string) =>
      withEvent(seq, ({ session }, { _id }) =>
        events.updateOne(
          { _id, state: "open" },
          {
            $set: { state: "dead", why, ...(program !== undefined && { program }) },
            ...(program === undefined && { $unset: { program: 1 } }),
          },
          { session },
        ),
      ),
    async reviveOlder(accounts: Accounts, program: string): Promise<number> {
      let revived = 0;
      for (const account of accounts) {
        const older = { state: "dead", account, program: { $ne: program } } as const;
        const lane = await fences.account(account);
        const done = await lane.run(({ session }) =>
          events.updateMany(older, { $set: { state: "open" }, $unset: { why: 1 } }, { session }),
        );
        revived += done.modifiedCount;
      }
      return revived;
    },
    async revive(seq: number): Promise<Accepted | undefined> {
      const revived = await withEvent(seq, async ({ session }, { _id }) => {
        const dead = { _id, state: "dead" } as const;
        const again = { $set: { state: "open" }, $unset: { why: 1 } } as const;
        const done = await events.updateOne(dead, again, { session });
        return done.modifiedCount > 0 ? events.findOne({ _id }, { session }) : null;
      });
      return revived ? toAccepted(revived) : undefined;
    },
    /** @returns false when one of them was handled before. */
    async handle({ session }: Tx, ids: readonly string[]): Promise<boolean> {
      const which = { _id: { $in: [...ids] }, state: { $exists: true } };
      const done = await events.updateMany(which, HANDLED, { session });
      return done.matchedCount === ids.length;
    },
    /** Those that are not handled. */
    async unhandled({ session }: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
      const which = { _id: { $in: [...ids] }, state: { $exists: true } };
      const found = events.find(which, { session }).project<{ _id: string }>({ _id: 1 });
      return new Set((await found.toArray()).map(({ _id }) => _id));
    },
    /** A handled one is met no more. */
    forget: (seq: number): void => void known.delete(seq),
    async putDown({ session }: Tx): Promise<number> {
      const said = { state: "open", kind: "message" } as const;
      return (await events.updateMany(said, HANDLED, { session })).modifiedCount;
    },
    async latest(): Promise<Instant | undefined> {
      const [last] = await events.find().sort({ seq: -1 }).limit(1).toArray();
      return last?.accepted;
    },
    async counts(accounts?: Accounts) {
      const of = accounts ? { account: { $in: [...accounts] } } : {};
      const count = (state: "open" | "dead") =>
        events.countDocuments({ state, ...of }, { hint: OPEN });
      const [unhandled, deadLetters] = await Promise.all([count("open"), count("dead")]);
      return { unhandled, deadLetters };
    },
    /** Forgets some of what was handled and is old. @returns whether there may be more */
    async prune({ session }: Tx, before: Instant, some: number): Promise<boolean> {
      const old = { handled: { $lt: before } };
      const found = await events
        .find(old, { session })
        .project<{ _id: string }>({ _id: 1 })
        .limit(some)
        .toArray();
      const ids = found.map(({ _id }) => _id);
      if (ids.length > 0) await events.deleteMany({ _id: { $in: ids }, ...old }, { session });
      return ids.length === some;
    },
  };
}

function acceptedDoc(event: Event, seq: number, accepted: Instant): EventDoc {
  const { account, id, kind } = event;
  const body = fitting(`event ${id}`, JSON.stringify(event));
  return { _id: named(event), seq, account, id, accepted, state: "open", kind, body };
}

function toAccepted({ seq, body = "null", why }: EventDoc): Accepted {
  const event = JSON.parse(body) as Event;
  return why === undefined ? { seq, event } : { seq, event, deadLetter: why };
}
