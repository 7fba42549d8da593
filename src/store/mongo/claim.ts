import type { Instant } from "../../core/event.js";
import type { OutboxRow, Rank, Store } from "../port.js";
import {
  type Answer,
  type Ask,
  othersThan,
  PAGE,
  type Plan,
  RANKS,
  sendingOrder,
} from "../sending-order.js";
import type { Fences } from "./fences.js";
import type { Tx } from "./lane.js";
import { until } from "./names.js";
import { toRow } from "./rows.js";
import type { RowDoc, Tables } from "./tables.js";
import { createTurns, type Turns } from "./turns.js";

type Claim = Parameters<Store["claim"]>[0];
type Of = Pick<Tables, "outbox"> & { readonly fences: Fences };
type Candidate = Pick<RowDoc, "_id" | "seq" | "chat" | "due" | "expires">;

/** So many at most are put down at once of what may not leave. */
const LATE = 500;
const CANDIDATE = { seq: 1, chat: 1, due: 1, expires: 1 } as const;

/** Whoever had claimed a row is gone; what was issued may have left. */
export const PUT_BACK = [
  { $set: { state: "waiting", uncertain: { $or: ["$uncertain", "$issued"] } } },
];

/** Chooses the rows to send next, and takes them for the process that has the account. */
export function claimer({ outbox, fences }: Of): (claim: Claim) => Promise<readonly OutboxRow[]> {
  /** What each account's clock showed last; it may have been put back while nobody looked. */
  const shown = new Map<string, Instant>();
  /** Of an account there is one claim at a time. */
  const turns = new Map<string, Turns>();

  async function put(account: string, write: (tx: Tx) => Promise<unknown>): Promise<void> {
    await (await fences.account(account)).run(write);
  }
  /** Rows that were made under a clock which ran ahead go back with it. */
  async function followClock({ account, now }: Claim): Promise<void> {
    if (now < (shown.get(account) ?? Number.POSITIVE_INFINITY)) {
      const by = { $subtract: ["$made", now] };
      const back = { due: { $subtract: ["$due", by] }, expires: { $subtract: ["$expires", by] } };
      const ahead = { state: "waiting", account, made: { $gt: now } } as const;
      const put = [{ $set: { ...back, made: now } }];
      if (await outbox.findOne(ahead, { projection: { _id: 1 } })) {
        const lane = await fences.account(account);
        await lane.run(({ session }) => outbox.updateMany(ahead, put, { session }));
      }
    }
    shown.set(account, now);
  }
  /** @returns what is under way, without what lapsed: that is put back. */
  async function underWay({ account, monotonic }: Claim) {
    const sending = { state: "sending", account } as const;
    const found = await outbox
      .find(sending)
      .project<Pick<RowDoc, "client" | "chat" | "lease">>({ client: 1, chat: 1, lease: 1 })
      .toArray();
    const runs = found.filter(({ lease = 0 }) => lease > monotonic);
    const lapsed = { ...sending, lease: { $lte: monotonic } };
    if (runs.length < found.length)
      await put(account, ({ session }) => outbox.updateMany(lapsed, PUT_BACK, { session }));
    return runs;
  }
  const isAnyDue = ({ account, now }: Claim) =>
    outbox.findOne({ state: "waiting", account, due: until(now) }, { projection: { _id: 1 } });

  async function clientsOf({ account, ranks = RANKS }: Claim) {
    const each = ranks.map(async (rank) => {
      const clients = await outbox.distinct("client", { state: "waiting", account, rank });
      return [rank, clients] as const;
    });
    return new Map(await Promise.all(each));
  }
  function page(
    { account, now }: Claim,
    rank: Rank,
    { client, after }: NonNullable<Ask<Candidate>["pages"]>[number],
  ): Promise<Candidate[]> {
    const due = after
      ? {
          $or: [
            { due: { $gt: after.due, ...until(now) } },
            { due: after.due, seq: { $gt: after.seq } },
          ],
        }
      : { due: until(now) };
    return outbox
      .find({ state: "waiting", account, rank, client, ...due })
      .project<Candidate>(CANDIDATE)
      .sort({ due: 1, seq: 1 })
      .limit(PAGE)
      .toArray();
  }
  async function plan(claim: Claim, underWay: Parameters<typeof sendingOrder>[1]) {
    const clients = await clientsOf(claim);
    const answer = async ({ rank, pages }: Ask<Candidate>): Promise<Answer<Candidate>> =>
      pages
        ? { pages: await Promise.all(pages.map((place) => page(claim, rank, place))) }
        : { clients: clients.get(rank) ?? [] };
    const steps = sendingOrder<Candidate>(claim, underWay);
    let step = steps.next();
    while (!step.done) step = steps.next(await answer(step.value));
    const late = await tooLate(claim);
    return { take: step.value.take, expire: [...late, ...step.value.expire] };
  }
  /** What may not leave now ends in its time all the same. */
  async function tooLate({ account, now, ranks }: Claim): Promise<readonly Candidate[]> {
    const waits = othersThan(ranks);
    if (waits.length === 0) return [];
    const late = { rank: { $in: waits }, due: until(now), expires: { $lt: now } };
    return outbox
      .find({ state: "waiting", account, ...late })
      .project<Candidate>(CANDIDATE)
      .limit(LATE)
      .toArray();
  }
  async function apply({ session }: Tx, claim: Claim, { take, expire }: Plan<Candidate>) {
    const waiting = (rows: readonly Pick<RowDoc, "_id">[]) => ({
      _id: { $in: rows.map(({ _id }) => _id) },
      state: "waiting" as const,
    });
    if (expire.length > 0) {
      const ended = { state: "expired", why: "expired", settled: claim.now } as const;
      const update = { $set: ended, $unset: { png: 1 } } as const;
      await outbox.updateMany(waiting(expire), update, { session });
    }
    if (take.length === 0) return [];
    // Those that nobody has taken meanwhile; whoever takes one now makes this begin anew.
    const found = await outbox.find(waiting(take), { session }).toArray();
    if (found.length === 0) return [];
    const taken = {
      state: "sending",
      issued: false,
      lease: claim.monotonic + claim.leaseMs,
    } as const;
    await outbox.updateMany(waiting(found), { $set: taken, $inc: { tries: 1 } }, { session });
    return found.map((doc): RowDoc => ({ ...doc, ...taken, tries: doc.tries + 1 }));
  }
  async function claimNow(claim: Claim): Promise<readonly OutboxRow[]> {
    await followClock(claim);
    const running = await underWay(claim);
    // Most claims find nothing: they only read.
    if (!(await isAnyDue(claim))) return [];
    const planned = await plan(claim, running);
    if (planned.take.length + planned.expire.length === 0) return [];
    const lane = await fences.account(claim.account);
    const taken = await lane.run((tx) => apply(tx, claim, planned));
    const rows = new Map(taken.map((doc) => [doc._id, toRow(doc)]));
    return planned.take.flatMap(({ _id }) => rows.get(_id) ?? []);
  }
  return (claim) => {
    const turn = turns.get(claim.account) ?? createTurns();
    turns.set(claim.account, turn);
    return turn(() => claimNow(claim));
  };
}
