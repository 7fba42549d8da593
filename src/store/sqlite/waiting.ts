import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";
import type { Rank } from "../port.js";
import { type Candidate, PAGE } from "../sending-order.js";

type Of = {
  readonly account: string;
  readonly rank: Rank;
  readonly client: string;
  readonly now: Instant;
};

/** Seeks from client to client in `outbox_next`: what it costs does not depend on how many rows each has. */
const CLIENTS = `
  WITH RECURSIVE clients (name) AS (
    SELECT min(client) FROM outbox WHERE state = 'waiting' AND account = :account AND rank = :rank
    UNION ALL
    SELECT (SELECT min(client) FROM outbox
            WHERE state = 'waiting' AND account = :account AND rank = :rank AND client > name)
    FROM clients WHERE name IS NOT NULL)
  SELECT name FROM clients WHERE name IS NOT NULL`;

/** The rows of an account and rank that wait, client by client. */
export function waitingRows(db: Database) {
  const clients = db.prepare<[Pick<Of, "account" | "rank">], string>(CLIENTS).pluck();
  type Place = { readonly due: Instant; readonly seq: number };
  const page = db.prepare<[Of & Place], Candidate>(
    `SELECT seq, chat, due, expires FROM outbox
     WHERE state = 'waiting' AND account = :account AND rank = :rank AND client = :client
       AND due <= :now AND (due, seq) > (:due, :seq)
     ORDER BY due, seq LIMIT ${PAGE}`,
  );
  return {
    clients: (account: string, rank: Rank): readonly string[] => clients.all({ account, rank }),
    /** Those of a client that are due, by due and seq, the next after a row. */
    page: ({ after, ...of }: Of & { readonly after: Candidate | undefined }): Candidate[] =>
      page.all({ ...of, due: after?.due ?? Number.MIN_SAFE_INTEGER, seq: after?.seq ?? 0 }),
  };
}
