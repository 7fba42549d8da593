import type { Instant } from "../../core/event.js";
import type { ClientRows } from "../counts.js";
import type { Claimed, Ended, OutboxRow, Outcome, Owned, Store, Waiting } from "../port.js";
import { claimer, PUT_BACK } from "./claim.js";
import type { Fences } from "./fences.js";
import type { Lane, Tx } from "./lane.js";
import type { ClaimEntry, LedgerTable } from "./ledger.js";
import { idOf, until as isDue } from "./names.js";
import { toWaiting } from "./rows.js";
import type { RowDoc, Tables } from "./tables.js";

type Claim = Parameters<Store["claim"]>[0];
type Off = Parameters<Store["putOff"]>[0];
type Accounts = Owned["accounts"];
type Of = Pick<Tables, "outbox"> & { readonly fences: Fences; readonly ledger: LedgerTable };
/** What is to become of a claimed row. */
type Ask = { readonly _id: string; readonly claimed: Claimed };
type Issue = Ask & ClaimEntry;
type Settle = Ask & { readonly outcome: Outcome; readonly now: Instant };
type Bulk<T> = (tx: Tx, all: readonly T[]) => Promise<readonly boolean[]>;
export type Outbox = ReturnType<typeof outboxTable>;

/** Messages decided but not yet delivered, and how they ended. */
export function outboxTable({ outbox, fences, ledger }: Of) {
  const claim = claimer({ outbox, fences });
  /** The rows that this process has claimed, by number: nobody else may issue or end its claims. */
  const claims = new Map<number, Pick<RowDoc, "_id" | "account">>();

  /** Hands a claim in, as whoever has its account; false when it isn't this process's. */
  async function withClaim<T extends Ask>(claimed: Claimed, bulk: Bulk<T>, one: Omit<T, "_id">) {
    const row = claims.get(claimed.seq);
    if (!row) return false;
    const lane: Lane = await fences.account(row.account);
    return lane.share(bulk, { ...one, _id: row._id } as T);
  }
  /** Those of the claims that hold: neither ended by their own outcomes, nor is the row claimed anew. */
  async function holding<T extends Ask>(
    { session }: Tx,
    all: readonly T[],
    under: { readonly state?: "sending" },
  ): Promise<readonly T[]> {
    const which = { _id: { $in: all.map(({ _id }) => _id) }, lease: { $exists: true }, ...under };
    const found = await outbox
      .find(which, { session })
      .project<Pick<RowDoc, "_id" | "tries">>({ tries: 1 })
      .toArray();
    const tries = new Map(found.map((row) => [row._id, row.tries]));
    return all.filter(({ _id, claimed }) => tries.get(_id) === claimed.tries);
  }
  async function issueAll(tx: Tx, all: readonly Issue[]): Promise<readonly boolean[]> {
    const { session } = tx;
    const its = await holding(tx, all, { state: "sending" });
    const ids = its.map(({ _id }) => _id);
    if (ids.length > 0)
      await outbox.updateMany({ _id: { $in: ids } }, { $set: { issued: true } }, { session });
    await ledger.enterClaims(tx, its);
    return all.map((one) => its.includes(one));
  }
  async function settleAll(tx: Tx, all: readonly Settle[]): Promise<readonly boolean[]> {
    const { session } = tx;
    const first = new Set(new Map(all.toReversed().map((one) => [one._id, one])).values());
    const its = (await holding(tx, all, {})).filter((one) => first.has(one));
    const operations = its.map(({ _id, outcome, now }) => ({
      updateOne: { filter: { _id }, update: updateOf(outcome, now) },
    }));
    if (operations.length > 0) await outbox.bulkWrite(operations, { session });
    const unsent = its.filter(({ outcome }) => outcome.state === "later" && outcome.unsent);
    await ledger.takeBack(tx, unsent);
    return all.map((one) => its.includes(one));
  }

  return {
    async add({ session }: Tx, rows: readonly RowDoc[]): Promise<void> {
      if (rows.length === 0) return;
      const operations = rows.map(({ _id, ...row }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: row }, upsert: true },
      }));
      await outbox.bulkWrite(operations, { session });
    },
    async claim(request: Claim): Promise<readonly OutboxRow[]> {
      const rows = await claim(request);
      for (const { seq, client, key, account } of rows)
        claims.set(seq, { _id: idOf(client, key), account });
      return rows;
    },
    async issue(claimed: Claimed, entry: Parameters<Store["issue"]>[1]): Promise<boolean> {
      const seq = entry && (await ledger.next());
      const numbered = entry && seq !== undefined ? { ...entry, seq } : undefined;
      return withClaim<Issue>(claimed, issueAll, { claimed, entry: numbered });
    },
    async settle(claimed: Claimed, outcome: Outcome, now: Instant): Promise<boolean> {
      const settled = await withClaim<Settle>(claimed, settleAll, { claimed, outcome, now });
      if (settled) claims.delete(claimed.seq);
      return settled;
    },
    async putOff({ account, ranks, now, until, why }: Off): Promise<number> {
      const late = { rank: { $in: ranks }, due: isDue(now), expires: { $gte: now } };
      const which = { state: "waiting", account, ...late } as const;
      // Most looks find nothing: they only read.
      if (!(await outbox.findOne(which, { projection: { _id: 1 } }))) return 0;
      const due = { $min: [until, { $add: ["$expires", 1] }] };
      const off = [{ $set: { made: now, due, why } }];
      const lane = await fences.account(account);
      const done = await lane.run(({ session }) => outbox.updateMany(which, off, { session }));
      return done.modifiedCount;
    },
    async waiting(account: string, limit: number): Promise<readonly Waiting[]> {
      const found = outbox.find({ state: "waiting", account }, { projection: { png: 0 } });
      return (await found.sort({ due: 1, seq: 1 }).limit(limit).toArray()).map(toWaiting);
    },
    async outcomes(client: string, keys: readonly string[]): Promise<ReadonlyMap<string, Ended>> {
      const found = outbox
        .find({ _id: { $in: keys.map((key) => idOf(client, key)) } })
        .project<Pick<RowDoc, "key" | "state" | "why">>({ key: 1, state: 1, why: 1 });
      const ended = ({ state, why }: Pick<RowDoc, "state" | "why">): Ended => ({
        state: state === "sending" ? "waiting" : state,
        ...(why !== undefined && { why }),
      });
      return new Map((await found.toArray()).map((row) => [row.key, ended(row)]));
    },
    async recover(accounts: Accounts): Promise<number> {
      let recovered = 0;
      for (const account of accounts) {
        const lane = await fences.account(account);
        const done = await lane.run(({ session }) =>
          outbox.updateMany({ state: "sending", account }, PUT_BACK, { session }),
        );
        recovered += done.modifiedCount;
      }
      return recovered;
    },
    /** @returns how many rows had not ended. */
    async putDown({ session }: Tx, now: Instant): Promise<number> {
      const ended = { state: "skipped", why: "put down", settled: now } as const;
      const done = await outbox.updateMany(
        { state: { $in: ["waiting", "sending"] } },
        { $set: ended, $unset: { lease: 1, png: 1 } },
        { session },
      );
      return done.modifiedCount;
    },
    async nextDue(accounts: Accounts): Promise<Instant | undefined> {
      const [first] = await outbox
        .find({ state: "waiting", account: { $in: [...accounts] } })
        .project<Pick<RowDoc, "due">>({ due: 1 })
        .sort({ due: 1 })
        .limit(1)
        .toArray();
      return first?.due;
    },
    /** Rows by state; those under way count as waiting. */
    async counts(accounts?: Accounts): Promise<ReadonlyMap<string, number>> {
      const of = accounts ? [{ $match: { account: { $in: [...accounts] } } }] : [];
      const count = { $group: { _id: "$state", n: { $sum: 1 } } };
      const found = outbox.aggregate<{ _id: string; n: number }>([...of, count]);
      const counts = new Map((await found.toArray()).map(({ _id, n }) => [_id, n]));
      const waiting = (counts.get("waiting") ?? 0) + (counts.get("sending") ?? 0);
      return counts.set("waiting", waiting);
    },
    async countsByClient(): Promise<readonly ClientRows[]> {
      const count = { $group: { _id: { client: "$client", state: "$state" }, n: { $sum: 1 } } };
      type Found = { readonly _id: Omit<ClientRows, "n">; readonly n: number };
      const found = await outbox.aggregate<Found>([count]).toArray();
      return found.map(({ _id, n }) => ({ ..._id, n }));
    },
    /** Forgets some of what has ended and is old. @returns whether there may be more */
    async prune({ session }: Tx, before: Instant, some: number): Promise<boolean> {
      const old = { settled: { $lt: before } };
      const found = outbox.find(old, { session }).project<{ _id: string }>({ _id: 1 }).limit(some);
      const ids = (await found.toArray()).map(({ _id }) => _id);
      if (ids.length > 0) await outbox.deleteMany({ _id: { $in: ids }, ...old }, { session });
      return ids.length === some;
    },
  };
}

/** What becomes of a row whose claim ends so. */
function updateOf(outcome: Outcome, now: Instant) {
  if (outcome.state === "later") {
    const { due, uncertain, chat, why } = outcome;
    const fields = { uncertain, chat, why };
    const given = Object.fromEntries(
      Object.entries(fields).filter(([, value]) => value !== undefined),
    );
    return {
      $set: { ...given, state: "waiting" as const, made: now, due },
      $unset: { lease: 1 as const, ...(why === undefined && { why: 1 as const }) },
    };
  }
  const how =
    outcome.state === "sent" ? { receipt: JSON.stringify(outcome.receipt) } : { why: outcome.why };
  return {
    $set: { state: outcome.state, settled: now, ...how },
    $unset: {
      lease: 1 as const,
      png: 1 as const,
      ...(outcome.state === "sent" && { why: 1 as const }),
    },
  };
}
