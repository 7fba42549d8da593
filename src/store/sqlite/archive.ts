import type { Database } from "better-sqlite3";
import type { Archive, Archived, Page, Part, Place, Progress } from "../archive.js";
import { SYSTEM } from "../port.js";
import { entryOf, type Fields, fieldsOf } from "./archive-rows.js";
import { connect, disconnect, explained, synced } from "./connection.js";
import { ASIDE } from "./contents.js";

const PAGE = 1_000;
/** Beside records that a bot reads; of a kind that none has. */
const NOTE = [SYSTEM, ASIDE, "progress"] as const;
const BACKUP = [SYSTEM, ASIDE, "backup"] as const;

/** Which columns name a row of a part, in the order in which it is read. */
const KEYS: Readonly<Record<Part, readonly string[]>> = {
  versions: ["client", "hash"],
  records: ["client", "kind", "key"],
  counters: ["client", "name"],
  facts: ["seq"],
  rollups: ["client", "day", "grp"],
  events: ["seq"],
  outbox: ["seq"],
  ledger: ["seq"],
  tally: ["version"],
};
/** What of a table is no part of what a bot has stored. */
const OWN: Readonly<Partial<Record<Part, string>>> = {
  records: `kind <> '${ASIDE}'`,
  tally: "version <> 0",
};
const tableOf = (part: Part): string => (part === "tally" ? "tallied" : part);

type Name = readonly [client: string, kind: string, key: string];
const noted = (db: Database, name: Name): string | undefined =>
  db
    .prepare<[...Name], string>(
      "SELECT value FROM records WHERE client = ? AND kind = ? AND key = ?",
    )
    .pluck()
    .get(...name);
const putNote = (db: Database, name: Name, value: string): void => {
  db.prepare<[...Name, string]>(
    "INSERT OR REPLACE INTO records (client, kind, key, rev, value) VALUES (?, ?, ?, 1, ?)",
  ).run(...name, value);
};
const erase = (db: Database, name: Name): void => {
  db.prepare<[...Name]>("DELETE FROM records WHERE client = ? AND kind = ? AND key = ?").run(
    ...name,
  );
};

/** The note of a copy into this file that has not ended. */
export const copyingIn = (db: Database): string | undefined => noted(db, NOTE);

/** What a backup says that it holds. */
export const backupNoteIn = (db: Database): string | undefined => noted(db, BACKUP);
export const noteBackup = (db: Database, value: string): void => putNote(db, BACKUP, value);
export const eraseBackupNote = (db: Database): void => erase(db, BACKUP);

/** Opens a file to be copied, or to be filled. @throws UserError as `connect` */
export async function openSqliteArchive(path: string): Promise<Archive> {
  const db = await connect(path);
  const told = <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      try {
        resolve(work());
      } catch (error) {
        reject(explained(error, path));
      }
    });

  function read<P extends Part>(part: P, after?: Place): Page<P> {
    const keys = KEYS[part].join(", ");
    const marks = KEYS[part].map(() => "?").join(", ");
    const from = after === undefined ? [] : (JSON.parse(after) as readonly (string | number)[]);
    const behind = after === undefined ? [] : [`(${keys}) > (${marks})`];
    const own = OWN[part] === undefined ? [] : [OWN[part]];
    const where = [...behind, ...own].map((one, n) => `${n === 0 ? "WHERE" : "AND"} ${one}`);
    const rows = db
      .prepare<(string | number)[], Fields>(
        `SELECT * FROM ${tableOf(part)} ${where.join(" ")} ORDER BY ${keys} LIMIT ${PAGE}`,
      )
      .all(...from);
    const last = rows.length === PAGE ? rows.at(-1) : undefined;
    return {
      entries: rows.map((row) => entryOf(part, row)),
      ...(last && { next: JSON.stringify(KEYS[part].map((key) => last[key])) }),
    };
  }
  function write<P extends Part>(part: P, entries: readonly Archived[P][]): void {
    if (part === "tally") db.exec("DELETE FROM tallied");
    for (const entry of entries) {
      const fields = Object.entries(fieldsOf(part, entry));
      const names = fields.map(([name]) => name).join(", ");
      const marks = fields.map(() => "?").join(", ");
      db.prepare(`INSERT OR REPLACE INTO ${tableOf(part)} (${names}) VALUES (${marks})`).run(
        ...fields.map(([, value]) => value),
      );
    }
  }
  function note(progress: Progress | undefined): void {
    if (progress === undefined) erase(db, NOTE);
    else putNote(db, NOTE, JSON.stringify(progress));
  }

  return {
    where: path,
    read: (part, after) => told(() => read(part, after)),
    write: (part, entries) => told(() => db.transaction(() => write(part, entries)).immediate()),
    progress: () =>
      told(() => {
        const note = copyingIn(db);
        return note === undefined ? undefined : (JSON.parse(note) as Progress);
      }),
    note: (progress) => told(() => synced(db, () => note(progress))),
    close: () => told(() => disconnect(db)),
  };
}
