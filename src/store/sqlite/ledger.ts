import type { Database } from "better-sqlite3";
import type { Instant } from "../../core/event.js";
import type { LedgerEntry, Served } from "../../core/ledger-entry.js";
import type { Claimed } from "../port.js";
import { PIECE, type Pruning } from "./shrink.js";

/** What is older than an account's newest entry by more is forgotten; no limit looks back further than a day. */
const KEPT_MS = 2 * 86_400_000;

type Row = {
  readonly at: Instant;
  readonly kind: string;
  readonly served: Served;
  readonly client: string;
  readonly chat: string | null;
  readonly text: number | null;
};

export type LedgerTable = ReturnType<typeof ledgerTable>;

/** What accounts did lately. */
export function ledgerTable(db: Database) {
  const insert = db.prepare<
    [string, Instant, string, string, string, string | null, number | null, number | null, number]
  >(
    `INSERT INTO ledger (account, at, kind, served, client, chat, text, of, try)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const takeBack = db.prepare<[number, number]>("DELETE FROM ledger WHERE of = ? AND try = ?");
  const after = db.prepare<[string, Instant], Row>(
    `SELECT at, kind, served, client, chat, text FROM ledger WHERE account = ? AND at > ?
     ORDER BY at, seq`,
  );
  const accounts = db.prepare<[], string>("SELECT DISTINCT account FROM ledger").pluck();
  const forget = db.prepare<[{ readonly account: string }]>(
    `DELETE FROM ledger WHERE seq IN (
       SELECT seq FROM ledger WHERE account = :account
         AND at < (SELECT max(at) FROM ledger WHERE account = :account) - ${KEPT_MS}
       ORDER BY at LIMIT ${PIECE})`,
  );
  return {
    /** @param of the row that did it, where one did */
    enter(account: string, entry: LedgerEntry, of?: Claimed): void {
      const { at, kind, for: served, client, chat = null, text = null } = entry;
      insert.run(account, at, kind, served, client, chat, text, of?.seq ?? null, of?.tries ?? 0);
    },
    /** What a row's claim turned out not to have done. */
    takeBack: ({ seq, tries }: Claimed): void => void takeBack.run(seq, tries),
    after: (account: string, at: Instant): readonly LedgerEntry[] =>
      after.all(account, at).map(({ chat, text, served, ...entry }) => ({
        ...entry,
        for: served,
        ...(chat === null ? {} : { chat }),
        ...(text === null ? {} : { text }),
      })),
    *prune(): Pruning {
      for (const account of accounts.all())
        while (forget.run({ account }).changes > 0) yield account;
    },
  };
}
