import type { Database } from "better-sqlite3";
import type { Event, Instant } from "../../core/event.js";
import type { Accepted } from "../port.js";

type Row = { readonly seq: number; readonly body: string; readonly why: string | null };

export type EventTable = ReturnType<typeof eventTable>;

/** The inbox: every event once, until it is handled or parked. */
export function eventTable(db: Database) {
  const insert = db.prepare<[string, string, string, Instant, string]>(
    `INSERT INTO events (platform, account, id, accepted, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const open = db.prepare<[], Row>(
    "SELECT seq, body, why FROM events WHERE state = 'open' ORDER BY seq",
  );
  const parked = db.prepare<[], Row>(
    "SELECT seq, body, why FROM events WHERE state = 'parked' ORDER BY seq",
  );
  const park = db.prepare<[string, number]>(
    "UPDATE events SET state = 'parked', why = ? WHERE seq = ? AND state = 'open'",
  );
  const unpark = db.prepare<[number], Row>(
    `UPDATE events SET state = 'open', why = NULL WHERE seq = ? AND state = 'parked'
     RETURNING seq, body, why`,
  );
  const prune = db.prepare<[Instant]>(
    "DELETE FROM events WHERE state = 'handled' AND accepted < ?",
  );
  const handle = db.prepare<[number]>(
    "UPDATE events SET state = 'handled' WHERE seq = ? AND state <> 'handled'",
  );
  const countOpen = db
    .prepare<[], number>("SELECT count(*) FROM events WHERE state = 'open'")
    .pluck();
  const countParked = db
    .prepare<[], number>("SELECT count(*) FROM events WHERE state = 'parked'")
    .pluck();

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
    open: () => open.all().map(toAccepted),
    parked: () => parked.all().map(toAccepted),
    park: (seq: number, why: string) => park.run(why, seq).changes > 0,
    unpark(seq: number): Accepted | undefined {
      const row = unpark.get(seq);
      return row && toAccepted(row);
    },
    prune: (before: Instant) => prune.run(before),
    /** @returns false when the event was handled before. */
    handle: (seq: number) => handle.run(seq).changes > 0,
    counts: () => ({ unhandled: countOpen.get() ?? 0, parked: countParked.get() ?? 0 }),
  };
}

function toAccepted(row: Row): Accepted {
  const event = JSON.parse(row.body) as Event;
  return row.why === null ? { seq: row.seq, event } : { seq: row.seq, event, parked: row.why };
}
