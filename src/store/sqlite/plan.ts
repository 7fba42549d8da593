import type { Database } from "better-sqlite3";
import type { Store } from "../port.js";
import { type Candidate, othersThan, type Sending, sendingOrder } from "../sending-order.js";
import { waitingRows } from "./waiting.js";

type Claim = Parameters<Store["claim"]>[0];
/** The rows to send next, and those that are too late. */
export type Plan = { readonly take: readonly number[]; readonly expire: readonly number[] };

/** So many at most are put down at once of what may not leave. */
const LATE = 500;

/** Chooses the rows that an account sends next. */
export function planner(db: Database): (claim: Claim) => Plan {
  const underWay = db.prepare<[string], Sending>(
    "SELECT client, chat FROM outbox WHERE state = 'sending' AND account = ?",
  );
  const late = db
    .prepare<[string, string, number, number], number>(
      `SELECT seq FROM outbox
       WHERE state = 'waiting' AND account = ? AND rank IN (SELECT value FROM json_each(?))
         AND due <= ? AND expires < ? LIMIT ${LATE}`,
    )
    .pluck();
  const waiting = waitingRows(db);
  return (claim) => {
    const { account, now } = claim;
    const waits = othersThan(claim.ranks);
    const steps = sendingOrder<Candidate>(claim, underWay.all(account));
    let step = steps.next();
    while (!step.done) {
      const { rank, pages } = step.value;
      step = steps.next(
        pages
          ? { pages: pages.map((place) => waiting.page({ account, rank, now, ...place })) }
          : { clients: waiting.clients(account, rank) },
      );
    }
    // What may not leave now ends in its time all the same.
    const tooLate = waits.length > 0 ? late.all(account, JSON.stringify(waits), now, now) : [];
    const { take, expire } = step.value;
    return { take: take.map(seqOf), expire: [...tooLate, ...expire.map(seqOf)] };
  };
}

const seqOf = ({ seq }: Candidate) => seq;
