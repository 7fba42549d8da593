import { statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { StoreFailure, UserError } from "../../core/errors.js";
import { SqliteFile } from "./driver.js";
import { codeOf, prepareFile } from "./file.js";
import { checkLog, isClean, leave, type Opening, takeUp } from "./mark.js";
import { checkSchema, migrate } from "./schema.js";

const MEMORY = ":memory:";
/** To read so many bytes takes a start two or three seconds on a busy machine. */
const READ_THROUGH = 256 * 1_024 * 1_024;
/** So few pages of the log go into the file at once, a megabyte, that whoever's commit it is hardly waits. */
const LOG_PAGES = 250;

/**
 * Opens the file for this process alone and, unless told otherwise, brings its schema up to date.
 * @throws UserError and StoreFailure: STORE_… and what `prepareFile` says
 */
export async function connect(path: string, opening: Opening = {}): Promise<Database> {
  let db: Database | undefined;
  try {
    if (path !== MEMORY) {
      await prepareFile(path, makeFile);
      await checkLog(path, opening);
    }
    db = new SqliteFile(path, { timeout: 0 });
    prepare(db, path, opening);
    return db;
  } catch (error) {
    db?.close();
    throw explained(error, path);
  }
}

/** Closes the connection, and leaves a file that says so. */
export function disconnect(db: Database): void {
  leave(db);
  db.close();
}

/** Runs `work` so that what it (and everything before it) wrote is on disk when it returns. */
export function synced<T>(db: Database, work: () => T): T {
  db.exec("PRAGMA synchronous = FULL");
  try {
    return work();
  } finally {
    db.exec("PRAGMA synchronous = NORMAL");
  }
}

function makeFile(path: string): void {
  const db = new SqliteFile(path);
  try {
    // So that the file can shrink; it has to be said before there is anything in it.
    db.pragma("auto_vacuum = INCREMENTAL");
    migrate(db);
  } finally {
    db.close();
  }
}

/** The lock comes first, and nothing is written before the file has been looked through. */
function prepare(db: Database, path: string, { asItIs = false, ...opening }: Opening): void {
  db.pragma("locking_mode = EXCLUSIVE");
  db.exec("BEGIN EXCLUSIVE; COMMIT");
  checkSchema(db, path);
  if (!db.memory) checkWhole(db, path, opening);
  // What was forgotten is not to be read from the file either.
  db.pragma("secure_delete = ON");
  db.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
  takeUp(db, () => {
    if (!asItIs) synced(db, () => migrate(db));
  });
}

/**
 * Reads the file through; of a large one that was closed properly only how long it is, since nothing has written there
 * meanwhile. @throws StoreFailure STORE_DAMAGED
 */
function checkWhole(db: Database, path: string, { readThrough = READ_THROUGH }: Opening): void {
  const { size } = statSync(path);
  const number = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
  const clean = isClean(number("application_id"));
  const pages = number("page_count") * number("page_size");
  if (clean && size !== pages)
    throw new StoreFailure("STORE_DAMAGED", { path, what: `${size} of ${pages} bytes` });
  if (clean && size > readThrough) return;
  const found = String(db.pragma("quick_check(1)", { simple: true }));
  if (found !== "ok") throw new StoreFailure("STORE_DAMAGED", { path, what: found });
}

/** What a user can do about a failing file, as a UserError; any other error as it is. */
export function explained(error: unknown, path: string): unknown {
  if (error instanceof UserError) return error;
  // By shape: the addon's error class differs between module registries of one process.
  const code = codeOf(error);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new UserError("STORE_LOCKED", { path });
  if (code === "SQLITE_FULL" || code === "ENOSPC") return new StoreFailure("STORE_FULL", { path });
  if (code === "EROFS") return new StoreFailure("STORE_DISK_READONLY", { path });
  if (code.startsWith("SQLITE_READONLY")) return new StoreFailure("STORE_READONLY", { path });
  if (code.startsWith("SQLITE_CORRUPT"))
    return new StoreFailure("STORE_DAMAGED", { path, what: code });
  if (code.startsWith("SQLITE_IOERR"))
    return new StoreFailure("STORE_FAILING", { path, reason: code });
  if (/^SQLITE_(NOTADB|CANTOPEN|PERM)/.test(code))
    return new UserError("STORE_UNREADABLE", { path });
  return error;
}
