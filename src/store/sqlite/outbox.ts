import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";
import type { NewRow, Outcome, Store } from "../port.js";
import { type Body, claimer, WITHOUT_PICTURE } from "./claim.js";

type Claim = Parameters<Store["claim"]>[0];

/** Seeks the first row of each account in `outbox_next`; an index of its own would slow every commit. */
const NEXT_DUE = `
  WITH RECURSIVE accounts (name) AS (
    SELECT min(account) FROM outbox WHERE state = 'waiting'
    UNION ALL
    SELECT (SELECT min(account) FROM outbox WHERE state = 'waiting' AND account > name)
    FROM accounts WHERE name IS NOT NULL)
  SELECT min((SELECT min(due) FROM outbox
              WHERE state = 'waiting' AND account = name AND rank = column1))
  FROM accounts, (VALUES (0), (1), (2), (3))`;

export type Outbox = ReturnType<typeof outbox>;

/** Messages decided but not yet delivered, and how they ended. */
export function outbox(db: Database) {
  const insert = db.prepare<
    [string, string, string, string, Instant, Instant, number, number, string]
  >(
    `INSERT INTO outbox (client, key, account, chat, due, expires, unasked, rank, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const finish = db.prepare<[string, string, Instant, number]>(
    `UPDATE outbox SET state = ?, result = ?, settled = ?, lease = NULL, ${WITHOUT_PICTURE}
     WHERE seq = ? AND state IN ('waiting', 'sending')`,
  );
  const putBack = db.prepare<[Instant, number | null, number]>(
    `UPDATE outbox SET state = 'waiting', due = ?, uncertain = coalesce(?, uncertain), lease = NULL
     WHERE seq = ? AND state IN ('waiting', 'sending')`,
  );
  const move = db.prepare<[string, string, number]>(
    `UPDATE outbox SET chat = ?, body = json_set(body, '$.action.to.chat', ?) WHERE seq = ?`,
  );
  const prune = db.prepare<[Instant]>("DELETE FROM outbox WHERE settled < ?");
  const recover = db.prepare(
    "UPDATE outbox SET state = 'waiting', uncertain = 1, lease = NULL WHERE state = 'sending'",
  );
  const nextDue = db.prepare<[], Instant | null>(NEXT_DUE).pluck();
  const counts = db.prepare<[], { readonly state: string; readonly n: number }>(
    `SELECT state, count(*) AS n FROM outbox WHERE settled IS NOT NULL GROUP BY state
     UNION ALL SELECT 'waiting', (SELECT count(*) FROM outbox WHERE state = 'waiting')
                               + (SELECT count(*) FROM outbox WHERE state = 'sending')`,
  );
  const claim = claimer(db);

  return {
    add(client: string, row: NewRow): void {
      const { key, action, account, due, expires, unasked, rank, onUncertain, group, version } =
        row;
      const body: Body = { action, onUncertain, group, version };
      const chat = action.to.chat;
      const text = JSON.stringify(body);
      insert.run(client, key, account, chat, due, expires, Number(unasked), rank, text);
    },
    claim: (request: Claim) => claim(request),
    /** A row whose lease ran out may still be settled; one that has ended stays as it is. */
    settle(seq: number, outcome: Outcome, now: Instant): void {
      if (outcome.state === "later") {
        const uncertain = outcome.uncertain === undefined ? null : Number(outcome.uncertain);
        putBack.run(outcome.due, uncertain, seq);
        if (outcome.chat !== undefined) move.run(outcome.chat, outcome.chat, seq);
        return;
      }
      const result = outcome.state === "sent" ? outcome.receipt : { why: outcome.why };
      finish.run(outcome.state, JSON.stringify(result), now, seq);
    },
    prune: (before: Instant) => prune.run(before),
    recover: () => recover.run().changes,
    nextDue: () => nextDue.get() ?? undefined,
    /** Rows by state; those under way count as waiting. */
    counts: (): ReadonlyMap<string, number> =>
      new Map(counts.all().map(({ state, n }) => [state, n])),
  };
}
