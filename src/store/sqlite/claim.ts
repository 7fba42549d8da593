import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";
import type { NewRow, OutboxRow, Rank, Store } from "../port.js";
import { type Plan, planner } from "./plan.js";

type Claim = Parameters<Store["claim"]>[0];
/** What of a row is only read as a whole; the rest are columns. */
export type Body = Pick<NewRow, "action" | "onUncertain" | "group" | "version" | "watched">;

type Row = {
  readonly seq: number;
  readonly client: string;
  readonly key: string;
  readonly account: string;
  readonly made: Instant;
  readonly due: Instant;
  readonly expires: Instant;
  readonly unasked: number;
  readonly rank: Rank;
  readonly tries: number;
  readonly uncertain: number;
  readonly body: string;
};
/** A row that has ended keeps what it said, but no picture: those are a thousand times as large. */
export const WITHOUT_PICTURE = "body = json_remove(body, '$.action.png')";

/** Whoever had claimed a row is gone; what was issued may have left. */
export const PUT_BACK = "state = 'waiting', uncertain = max(uncertain, issued)";

/** Chooses the rows to send next. */
export function claimer(db: Database): (claim: Claim) => OutboxRow[] {
  const lapsed = db
    .prepare<[string, Instant], 1>(
      "SELECT 1 FROM outbox WHERE state = 'sending' AND account = ? AND lease <= ? LIMIT 1",
    )
    .pluck();
  const lapse = db.prepare<[string, Instant]>(
    `UPDATE outbox SET ${PUT_BACK} WHERE state = 'sending' AND account = ? AND lease <= ?`,
  );
  const take = db.prepare<[Instant, number], Row>(
    `UPDATE outbox SET state = 'sending', issued = 0, tries = tries + 1, lease = ? WHERE seq = ?
     RETURNING seq, client, key, account, made, due, expires, unasked, rank, tries, uncertain, body`,
  );
  const expire = db.prepare<[Instant, number]>(
    `UPDATE outbox SET state = 'expired', settled = ?, result = '{"why":"expired"}', ${WITHOUT_PICTURE}
     WHERE seq = ?`,
  );
  const putBack = db.prepare<[Pick<Claim, "account" | "now">]>(
    `UPDATE outbox SET due = due - (made - :now), expires = expires - (made - :now), made = :now
     WHERE state = 'waiting' AND account = :account AND made > :now`,
  );
  /** What each account's clock showed last; it may have been put back while nobody looked. */
  const shown = new Map<string, Instant>();
  const plan = planner(db);

  const apply = db.transaction((claim: Claim, { take: seqs, expire: late }: Plan): OutboxRow[] => {
    for (const seq of late) expire.run(claim.now, seq);
    return seqs.flatMap((seq) => take.all(claim.monotonic + claim.leaseMs, seq)).map(toRow);
  });

  return (claim) => {
    const { account, now, monotonic } = claim;
    if (now < (shown.get(account) ?? Number.POSITIVE_INFINITY)) putBack.run({ account, now });
    shown.set(account, now);
    // Most claims find nothing: they only read, and take no lock.
    if (lapsed.get(account, monotonic)) lapse.run(account, monotonic);
    const planned = plan(claim);
    if (planned.take.length + planned.expire.length === 0) return [];
    return apply.immediate(claim, planned);
  };
}

function toRow({ body, unasked, uncertain, ...columns }: Row): OutboxRow {
  const rest = JSON.parse(body) as Body;
  return { ...columns, ...rest, unasked: unasked === 1, uncertain: uncertain === 1 };
}
