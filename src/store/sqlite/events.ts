import type { Database } from "better-sqlite3";
import type { Event, Instant } from "../../core/event.js";
import type { Accepted, Owned } from "../port.js";
import { OWNED, owned } from "./owned.js";
import { pruner } from "./shrink.js";

type Accounts = Owned["accounts"];
type Row = { readonly seq: number; readonly body: string; readonly why: string | null };

export type EventTable = ReturnType<typeof eventTable>;

/** A handled event is known by its id; what was said is forgotten. */
const HANDLED = "state = 'handled', body = ''";

/** The inbox: every event once, until it is handled or a dead letter. */
export function eventTable(db: Database) {
  const insert = db.prepare<[string, string, string, Instant, string]>(
    `INSERT INTO events (platform, account, id, accepted, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  // There are few of either, so they are found by their state and sifted by their account.
  const inState = (state: "open" | "dead") => `FROM events WHERE state = '${state}'`;
  const open = db.prepare<[string], Row>(
    `SELECT seq, body, why ${inState("open")} AND account IN ${OWNED} ORDER BY seq`,
  );
  const dead = db.prepare<[string], Row>(
    `SELECT seq, body, why ${inState("dead")} AND account IN ${OWNED} ORDER BY seq`,
  );
  // Backwards by age: the one that is looked for is among the newest.
  const last = db
    .prepare<[string, string, string], string>(
      "SELECT id FROM events WHERE account = ? AND substr(id, 1, length(?)) = ? ORDER BY seq DESC LIMIT 1",
    )
    .pluck();
  const bury = db.prepare<[string, string | null, number]>(
    "UPDATE events SET state = 'dead', why = ?, program = ? WHERE seq = ? AND state = 'open'",
  );
  const reviveOlder = db.prepare<[string, string]>(
    `UPDATE events SET state = 'open', why = NULL
     WHERE state = 'dead' AND account IN ${OWNED} AND program IS NOT ?`,
  );
  const revive = db.prepare<[number], Row>(
    `UPDATE events SET state = 'open', why = NULL WHERE seq = ? AND state = 'dead'
     RETURNING seq, body, why`,
  );
  const handle = db.prepare<[number]>(
    `UPDATE events SET ${HANDLED} WHERE seq = ? AND state <> 'handled'`,
  );
  const putDown = db.prepare<[]>(
    `UPDATE events SET ${HANDLED} WHERE state = 'open' AND json_extract(body, '$.kind') = 'message'`,
  );
  const latest = db
    .prepare<[], Instant>("SELECT accepted FROM events ORDER BY seq DESC LIMIT 1")
    .pluck();
  const counting = (state: "open" | "dead") => {
    const all = db.prepare<[], number>(`SELECT count(*) ${inState(state)}`).pluck();
    const some = db
      .prepare<[string], number>(`SELECT count(*) ${inState(state)} AND account IN ${OWNED}`)
      .pluck();
    return (accounts?: Accounts) => (accounts ? some.get(owned(accounts)) : all.get()) ?? 0;
  };
  const countOpen = counting("open");
  const countDead = counting("dead");

  const acceptAll = db.transaction((events: readonly Event[], now: Instant): Accepted[] => {
    const fresh: Accepted[] = [];
    for (const event of events) {
      const { platform, account, id } = event;
      const done = insert.run(platform, account, id, now, JSON.stringify(event));
      if (done.changes > 0) fresh.push({ seq: Number(done.lastInsertRowid), event });
    }
    return fresh;
  });

  return {
    /** @returns the new ones; repeated ids are left out. */
    accept: (events: readonly Event[], now: Instant) => acceptAll.immediate(events, now),
    open: (accounts: Accounts) => open.all(owned(accounts)).map(toAccepted),
    deadLetters: (accounts: Accounts) => dead.all(owned(accounts)).map(toAccepted),
    last: (account: string, prefix: string) => last.get(account, prefix, prefix),
    bury: (seq: number, why: string, program?: string) => bury.run(why, program ?? null, seq),
    reviveOlder: (accounts: Accounts, program: string) =>
      reviveOlder.run(owned(accounts), program).changes,
    revive(seq: number): Accepted | undefined {
      const row = revive.get(seq);
      return row && toAccepted(row);
    },
    // The newest stays, so that no number is given twice: decisions and commands are named after them.
    prune: pruner(
      db,
      "events",
      "state = 'handled' AND accepted < ? AND seq < (SELECT max(seq) FROM events)",
    ),
    /** @returns false when the event was handled before. */
    handle: (seq: number) => handle.run(seq).changes > 0,
    /** @returns how many messages were open. */
    putDown: () => putDown.run().changes,
    /** When the last event was taken in. */
    latest: () => latest.get(),
    counts: (accounts?: Accounts) => ({
      unhandled: countOpen(accounts),
      deadLetters: countDead(accounts),
    }),
  };
}

function toAccepted(row: Row): Accepted {
  const event = JSON.parse(row.body) as Event;
  return row.why === null ? { seq: row.seq, event } : { seq: row.seq, event, deadLetter: row.why };
}
