import type { Database } from "better-sqlite3";
import type { Store, Waiting } from "../port.js";

type Line = Pick<Waiting, "client" | "due" | "expires" | "rank" | "kind"> & {
  readonly unasked: number;
  readonly place: string;
  readonly text: string | null;
  readonly why: string | null;
};

/** Rows that wait: looked at, and put off together. */
export function waitingLines(db: Database) {
  const lines = db.prepare<[string, number], Line>(
    `SELECT client, due, expires, unasked, rank, json_extract(body, '$.action.kind') AS kind,
       json_extract(body, '$.action.to') AS place, json_extract(body, '$.action.text') AS text,
       json_extract(result, '$.why') AS why
     FROM outbox WHERE state = 'waiting' AND account = ? ORDER BY due, seq LIMIT ?`,
  );
  type Off = Parameters<Store["putOff"]>[0];
  type Bound = Omit<Off, "ranks" | "why"> & { readonly ranks: string; readonly result: string };
  const WHICH = `state = 'waiting' AND account = :account
    AND rank IN (SELECT value FROM json_each(:ranks)) AND due <= :now`;
  const due = db.prepare<[Bound], 1>(`SELECT 1 FROM outbox WHERE ${WHICH} LIMIT 1`).pluck();
  const putOff = db.prepare<[Bound]>(
    `UPDATE outbox SET made = :now, due = min(:until, expires + 1), result = :result
     WHERE ${WHICH} AND expires >= :now`,
  );
  return {
    waiting: (account: string, limit: number): readonly Waiting[] =>
      lines.all(account, limit).map(({ unasked, place, text, why, ...line }) => ({
        ...line,
        unasked: unasked === 1,
        to: JSON.parse(place) as Waiting["to"],
        ...(text === null ? {} : { text }),
        ...(why === null ? {} : { why }),
      })),
    putOff({ ranks, why, ...off }: Off): number {
      const bound = { ...off, ranks: JSON.stringify(ranks), result: JSON.stringify({ why }) };
      // Most looks find nothing: they take no lock.
      return due.get(bound) ? putOff.run(bound).changes : 0;
    },
  };
}
