import type { Database } from "better-sqlite3";
import type { Rank, Store } from "../port.js";
import { type Candidate, waitingRows } from "./waiting.js";

type Claim = Parameters<Store["claim"]>[0];
/** The rows to send next, and those that are too late. */
export type Plan = { readonly take: readonly number[]; readonly expire: readonly number[] };
type Sending = { readonly client: string; readonly chat: string };
/** What a client has to send, and the row that would be its next. */
type Line = { readonly client: string; readonly rows: Iterator<Candidate>; next?: Candidate };

/** So many at most are put down at once of what may not leave. */
const LATE = 500;
const RANKS: readonly Rank[] = [0, 1, 2, 3, 4, 5];

/**
 * Chooses in sending order: by rank; of one rank the row of the client that has the fewest under way, so
 * that nobody waits behind all that another has to say; of one client by due and age.
 */
export function planner(db: Database): (claim: Claim) => Plan {
  const underWay = db.prepare<[string], Sending>(
    "SELECT client, chat FROM outbox WHERE state = 'sending' AND account = ?",
  );
  const late = db
    .prepare<[string, Rank, number, number], number>(
      `SELECT seq FROM outbox
       WHERE state = 'waiting' AND account = ? AND rank > ? AND due <= ? AND expires < ? LIMIT ${LATE}`,
    )
    .pluck();
  const waiting = waitingRows(db);
  return ({ account, now, limit, busy, upTo = 5 }) => {
    const blocked = new Set(busy);
    const shares = new Map<string, number>();
    const begin = ({ client, chat }: Sending) => {
      blocked.add(chat);
      shares.set(client, (shares.get(client) ?? 0) + 1);
    };
    for (const row of underWay.all(account)) begin(row);
    const take: number[] = [];
    // What may not leave now ends in its time all the same.
    const expire = upTo < 5 ? late.all(account, upTo, now, now) : [];
    for (const rank of RANKS) {
      if (take.length >= limit || rank > upTo) break;
      let lines: Line[] = waiting.clients(account, rank).map((client) => {
        const rows = waiting.due({ account, rank, client, now });
        return { client, rows: inTime(rows, now, expire) };
      });
      while (take.length < limit) {
        lines = lines.filter((line) => advance(line, blocked));
        const [first] = lines.sort((a, b) => {
          const less = (shares.get(a.client) ?? 0) - (shares.get(b.client) ?? 0);
          return less || older(a.next, b.next);
        });
        if (!first?.next) break;
        take.push(first.next.seq);
        begin({ client: first.client, chat: first.next.chat });
      }
    }
    return { take, expire };
  };
}

/** Leaves out what is too late, and puts it down. */
function* inTime(rows: Iterable<Candidate>, now: number, late: number[]): Generator<Candidate> {
  for (const row of rows) {
    if (row.expires < now) late.push(row.seq);
    else yield row;
  }
}

/** Goes on to the next row whose chat is free. @returns false when there is none. */
function advance(line: Line, blocked: ReadonlySet<string>): boolean {
  while (!line.next || blocked.has(line.next.chat)) {
    const { done, value } = line.rows.next();
    if (done) return false;
    line.next = value;
  }
  return true;
}

function older(a: Candidate | undefined, b: Candidate | undefined): number {
  return (a?.due ?? 0) - (b?.due ?? 0) || (a?.seq ?? 0) - (b?.seq ?? 0);
}
