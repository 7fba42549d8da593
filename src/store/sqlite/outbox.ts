import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";
import type { ClientRows } from "../counts.js";
import type { Claimed, Ended, NewRow, Outcome, Owned, Store } from "../port.js";
import { type Body, claimer, PUT_BACK, WITHOUT_PICTURE } from "./claim.js";
import { synced } from "./connection.js";
import type { LedgerTable } from "./ledger.js";
import { OWNED, owned } from "./owned.js";
import { pruner } from "./shrink.js";
import { together } from "./together.js";
import { waitingLines } from "./waiting-lines.js";

type Claim = Parameters<Store["claim"]>[0];
type Accounts = Owned["accounts"];

/** Seeks the first row of each client in `outbox_next`; an index of its own would slow every commit. */
const NEXT_DUE = `
  WITH RECURSIVE clients (account, rank, client) AS (
    SELECT value, column1, (SELECT min(client) FROM outbox
      WHERE state = 'waiting' AND account = value AND rank = column1)
    FROM json_each(?), (VALUES (0), (1), (2), (3), (4), (5))
    UNION ALL
    SELECT account, rank, (SELECT min(client) FROM outbox WHERE state = 'waiting'
      AND account = clients.account AND rank = clients.rank AND client > clients.client)
    FROM clients WHERE client IS NOT NULL)
  SELECT min((SELECT min(due) FROM outbox WHERE state = 'waiting'
              AND account = clients.account AND rank = clients.rank AND client = clients.client))
  FROM clients`;
/** Not yet ended: neither by its own outcome nor because the row was claimed anew. */
const STILL_ITS = "seq = ? AND tries = ? AND lease IS NOT NULL";

export type Outbox = ReturnType<typeof outbox>;

/** Messages decided but not yet delivered, and how they ended. */
export function outbox(db: Database, ledger: LedgerTable) {
  const insert = db.prepare<
    [string, string, string, string, Instant, Instant, Instant, number, number, string]
  >(
    `INSERT INTO outbox (client, key, account, chat, made, due, expires, unasked, rank, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const issue = db.prepare<[number, number]>(
    `UPDATE outbox SET issued = 1 WHERE state = 'sending' AND ${STILL_ITS}`,
  );
  const finish = db.prepare<[string, string, Instant, number, number]>(
    `UPDATE outbox SET state = ?, result = ?, settled = ?, lease = NULL, ${WITHOUT_PICTURE}
     WHERE ${STILL_ITS}`,
  );
  const putBack = db.prepare<[Instant, Instant, number | null, string | null, number, number]>(
    `UPDATE outbox SET state = 'waiting', made = ?, due = ?, uncertain = coalesce(?, uncertain),
       result = ?, lease = NULL
     WHERE ${STILL_ITS}`,
  );
  const move = db.prepare<[string, string, number]>(
    `UPDATE outbox SET chat = ?, body = json_set(body, '$.action.to.chat', ?) WHERE seq = ?`,
  );
  const recover = db.prepare<[string]>(
    `UPDATE outbox SET ${PUT_BACK} WHERE state = 'sending' AND account IN ${OWNED}`,
  );
  const putDown = db.prepare<[Instant]>(
    `UPDATE outbox SET state = 'skipped', result = '{"why":"put down"}', settled = ?, lease = NULL,
     ${WITHOUT_PICTURE} WHERE state IN ('waiting', 'sending')`,
  );
  type EndedRow = { readonly key: string; readonly state: string; readonly why: string | null };
  const outcomes = db.prepare<[string, string], EndedRow>(
    `SELECT key, state, json_extract(result, '$.why') AS why FROM outbox
     WHERE client = ? AND key IN ${OWNED}`,
  );
  const nextDue = db.prepare<[string], Instant | null>(NEXT_DUE).pluck();
  type Count = { readonly state: string; readonly n: number };
  const counting = (of: string) => `
     SELECT state, count(*) AS n FROM outbox WHERE settled IS NOT NULL ${of} GROUP BY state
     UNION ALL SELECT 'waiting', (SELECT count(*) FROM outbox WHERE state = 'waiting' ${of})
                               + (SELECT count(*) FROM outbox WHERE state = 'sending' ${of})`;
  const countAll = db.prepare<[], Count>(counting(""));
  const countOwned = db.prepare<[string, string, string], Count>(
    counting(`AND account IN ${OWNED}`),
  );
  const countByClient = db.prepare<[], ClientRows>(
    `SELECT client, state, count(*) AS n FROM outbox WHERE settled IS NOT NULL GROUP BY state, client
     UNION ALL
     SELECT client, 'waiting', count(*) FROM outbox WHERE state = 'waiting' GROUP BY client
     UNION ALL
     SELECT client, 'sending', count(*) FROM outbox WHERE state = 'sending' GROUP BY client`,
  );
  const claim = claimer(db);
  type Issue = { readonly claimed: Claimed; readonly entry: Parameters<Store["issue"]>[1] };
  /** On disk before anything leaves; the sends of one turn wait for it together. */
  const issues = together<Issue, boolean>(db, {
    write({ claimed, entry }) {
      const its = issue.run(claimed.seq, claimed.tries).changes > 0;
      if (its && entry) ledger.enter(entry.account, entry, claimed);
      return its;
    },
    run: (transaction) => synced(db, transaction),
  });
  type Later = Extract<Outcome, { readonly state: "later" }>;
  function later(claimed: Claimed, outcome: Later, now: Instant): boolean {
    const { seq, tries } = claimed;
    const { due, chat, why } = outcome;
    const uncertain = outcome.uncertain === undefined ? null : Number(outcome.uncertain);
    const result = why === undefined ? null : JSON.stringify({ why });
    const its = putBack.run(now, due, uncertain, result, seq, tries).changes > 0;
    if (its && chat !== undefined) move.run(chat, chat, seq);
    if (its && outcome.unsent) ledger.takeBack(claimed);
    return its;
  }
  type End = { readonly claimed: Claimed; readonly outcome: Outcome; readonly now: Instant };
  const ends = together<End, boolean>(db, {
    write({ claimed, outcome, now }) {
      if (outcome.state === "later") return later(claimed, outcome, now);
      const { seq, tries } = claimed;
      const result = outcome.state === "sent" ? outcome.receipt : { why: outcome.why };
      return finish.run(outcome.state, JSON.stringify(result), now, seq, tries).changes > 0;
    },
  });

  return {
    add(client: string, row: NewRow): void {
      const { key, action, account, made, due, expires, unasked, rank } = row;
      const { onUncertain, group, version, watched } = row;
      const body: Body = { action, onUncertain, group, version, watched };
      const chat = action.to.chat;
      const text = JSON.stringify(body);
      insert.run(client, key, account, chat, made, due, expires, Number(unasked), rank, text);
    },
    claim: (request: Claim) => claim(request),
    ...waitingLines(db),
    issue: (claimed: Claimed, entry: Parameters<Store["issue"]>[1]) =>
      issues.ask({ claimed, entry }),
    settle: (claimed: Claimed, outcome: Outcome, now: Instant) =>
      ends.ask({ claimed, outcome, now }),
    /** Writes what waits for the end of the turn. */
    flush(): void {
      issues.flush();
      ends.flush();
    },
    outcomes(client: string, keys: readonly string[]): ReadonlyMap<string, Ended> {
      const ended = ({ state, why }: EndedRow) => ({
        state: (state === "sending" ? "waiting" : state) as Ended["state"],
        ...(why === null ? {} : { why }),
      });
      return new Map(outcomes.all(client, owned(keys)).map((row) => [row.key, ended(row)]));
    },
    prune: pruner(db, "outbox", "settled < ?"),
    /** @returns how many rows had not ended. */
    putDown: (now: Instant) => putDown.run(now).changes,
    recover: (accounts: Accounts) => recover.run(owned(accounts)).changes,
    nextDue: (accounts: Accounts) => nextDue.get(owned(accounts)) ?? undefined,
    /** Rows by state; those under way count as waiting. */
    counts(accounts?: Accounts): ReadonlyMap<string, number> {
      const of = accounts && owned(accounts);
      const rows = of === undefined ? countAll.all() : countOwned.all(of, of, of);
      return new Map(rows.map(({ state, n }) => [state, n]));
    },
    countsByClient: (): readonly ClientRows[] => countByClient.all(),
  };
}
