import type { Database } from "better-sqlite3";
import { UserError } from "../../core/errors.js";
import { isOurs, markOpen } from "./mark.js";

/** Forward only: step n brings a file from version n to n + 1. A released step never changes. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE events (
     seq INTEGER PRIMARY KEY,
     platform TEXT NOT NULL, account TEXT NOT NULL, id TEXT NOT NULL,
     accepted INTEGER NOT NULL,
     state TEXT NOT NULL DEFAULT 'open',
     why TEXT,
     body TEXT NOT NULL,
     UNIQUE (platform, account, id));
   CREATE INDEX events_open ON events (seq) WHERE state = 'open';
   CREATE INDEX events_parked ON events (seq) WHERE state = 'parked';

   CREATE TABLE records (
     client TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
     rev INTEGER NOT NULL, owner TEXT, due INTEGER, value TEXT NOT NULL,
     PRIMARY KEY (client, kind, key)) WITHOUT ROWID;
   CREATE INDEX records_owner ON records (client, kind, owner, key) WHERE owner IS NOT NULL;
   CREATE INDEX records_due ON records (due) WHERE due IS NOT NULL;
   CREATE TABLE counters (
     client TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
     PRIMARY KEY (client, name)) WITHOUT ROWID;

   CREATE TABLE outbox (
     seq INTEGER PRIMARY KEY,
     client TEXT NOT NULL, key TEXT NOT NULL, account TEXT NOT NULL, chat TEXT NOT NULL,
     state TEXT NOT NULL DEFAULT 'waiting',
     due INTEGER NOT NULL, expires INTEGER NOT NULL, unasked INTEGER NOT NULL,
     tries INTEGER NOT NULL DEFAULT 0, uncertain INTEGER NOT NULL DEFAULT 0,
     lease INTEGER, settled INTEGER, result TEXT,
     body TEXT NOT NULL,
     UNIQUE (client, key));
   CREATE INDEX outbox_next ON outbox (account, unasked, due, seq, chat, expires) WHERE state = 'waiting';
   CREATE INDEX outbox_sending ON outbox (account, chat) WHERE state = 'sending';
   CREATE INDEX outbox_ended ON outbox (state) WHERE settled IS NOT NULL;

   CREATE TABLE facts (
     seq INTEGER PRIMARY KEY,
     client TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL);
   CREATE INDEX facts_kind ON facts (client, kind);
   CREATE TABLE versions (
     client TEXT NOT NULL, hash TEXT NOT NULL,
     content TEXT NOT NULL, saved_by TEXT NOT NULL, saved INTEGER NOT NULL,
     PRIMARY KEY (client, hash));`,
  `ALTER TABLE outbox ADD COLUMN rank INTEGER NOT NULL DEFAULT 1;
   UPDATE outbox SET rank = 3 WHERE unasked = 1;
   DROP INDEX outbox_next;
   CREATE INDEX outbox_next ON outbox (account, rank, due, seq, chat, expires) WHERE state = 'waiting';`,
  `CREATE TABLE rollups (
     client TEXT NOT NULL, day TEXT NOT NULL, grp TEXT NOT NULL, sums TEXT NOT NULL,
     PRIMARY KEY (client, day, grp)) WITHOUT ROWID;
   CREATE TABLE tallied (version INTEGER NOT NULL);
   INSERT INTO tallied VALUES (0);`,
  // Per account and client. An event's account is no longer the bot's own id, which its id tells now; a
  // shop's is its client's. Not yet handled ones say so inside too, since they are answered by it.
  `UPDATE events SET state = 'dead' WHERE state = 'parked';
   DROP INDEX events_parked;
   CREATE INDEX events_dead ON events (seq) WHERE state = 'dead';
   UPDATE OR IGNORE events SET
     id = CASE WHEN id GLOB '[0-9]*' THEN account || ':' || id ELSE id END, account = 'telegram'
     WHERE platform = 'telegram';
   UPDATE OR IGNORE events SET
     id = substr(account, instr(account, '/') + 1) || ':' || id,
     account = 'shop:' || substr(account, 1, instr(account, '/') - 1)
     WHERE platform = 'shop' AND instr(account, '/') > 0;
   UPDATE events SET body = json_set(body, '$.account', account, '$.id', id) WHERE state <> 'handled';

   DROP INDEX outbox_next;
   CREATE INDEX outbox_next ON outbox (account, rank, client, due, seq, chat, expires)
     WHERE state = 'waiting';
   DROP INDEX outbox_sending;
   CREATE INDEX outbox_sending ON outbox (account, client, chat) WHERE state = 'sending';
   DROP INDEX outbox_ended;
   CREATE INDEX outbox_ended ON outbox (state, account) WHERE settled IS NOT NULL;

   ALTER TABLE records ADD COLUMN look INTEGER;
   UPDATE records SET look = due WHERE due IS NOT NULL;
   DROP INDEX records_due;
   CREATE INDEX records_look ON records (client, look) WHERE look IS NOT NULL;`,
  `ALTER TABLE outbox ADD COLUMN issued INTEGER NOT NULL DEFAULT 0;
   UPDATE outbox SET issued = 1 WHERE state = 'sending';`,
  "ALTER TABLE outbox ADD COLUMN made INTEGER NOT NULL DEFAULT 0;",
  // Further answers to one member come between greetings and what nobody asked for.
  "UPDATE outbox SET rank = 5 WHERE rank = 3 AND state IN ('waiting', 'sending');",
  "ALTER TABLE events ADD COLUMN program TEXT;",
  // What was said is kept until it is handled.
  "UPDATE events SET body = '' WHERE state = 'handled';",
  // Facts of it have been forgotten, so it can't be made of facts again.
  "ALTER TABLE rollups ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;",
  // Counters of what is done once go a month after it; those of a period, late in the spring after its year.
  `ALTER TABLE counters ADD COLUMN until INTEGER;
   UPDATE counters
     SET until = CAST(substr(name, instr(substr(name, 10), ':') + 10) AS INTEGER) + 30 * 86400000
     WHERE name GLOB 'schedule:*:[0-9]*:*';
   UPDATE counters SET until = (unixepoch() + 30 * 86400) * 1000 WHERE name GLOB 'points/*';
   UPDATE counters
     SET until = 1000 * unixepoch(
       (substr(name, length(rtrim(name, replace(name, '/', ''))) + 1, 4) + 1) || '-05-01')
     WHERE name GLOB 'promo/*/member/*/[0-9][0-9][0-9][0-9]-*'
       OR name GLOB 'promo/*/group/*/[0-9][0-9][0-9][0-9]-*';`,
  `CREATE TABLE ledger (
     seq INTEGER PRIMARY KEY,
     account TEXT NOT NULL, at INTEGER NOT NULL,
     kind TEXT NOT NULL, served TEXT NOT NULL, client TEXT NOT NULL, chat TEXT, text INTEGER,
     of INTEGER, try INTEGER NOT NULL);
   CREATE INDEX ledger_account ON ledger (account, at);
   CREATE INDEX ledger_of ON ledger (of) WHERE of IS NOT NULL;`,
  // What ended is counted by client, too.
  `DROP INDEX outbox_ended;
   CREATE INDEX outbox_ended ON outbox (state, account, client) WHERE settled IS NOT NULL;`,
];

/**
 * Refuses a file that another program or a newer version wrote; changes nothing.
 * @throws UserError STORE_NEWER, STORE_UNREADABLE
 */
export function checkSchema(db: Database, path: string): void {
  const version = Number(db.pragma("user_version", { simple: true }));
  const writer = Number(db.pragma("application_id", { simple: true }));
  const tables = db.prepare("SELECT count(*) FROM sqlite_master").pluck().get();
  const fresh = tables === 0 && version === 0 && writer === 0;
  if (!fresh && !isOurs(writer)) throw new UserError("STORE_UNREADABLE", { path });
  if (isNewer(db)) throw new UserError("STORE_NEWER", { path });
}

/** Whether a file is of a version of the schema that this program doesn't know. */
export const isNewer = (db: Database): boolean =>
  Number(db.pragma("user_version", { simple: true })) > MIGRATIONS.length;

/** Brings the file to this program's schema, all steps in one transaction. */
export function migrate(db: Database): void {
  const upgrade = db.transaction(() => {
    const version = Number(db.pragma("user_version", { simple: true }));
    for (const step of MIGRATIONS.slice(version)) db.exec(step);
    if (version === 0) markOpen(db);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  });
  upgrade.immediate();
}
