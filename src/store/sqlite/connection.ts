import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { StoreFailure, UserError } from "../../core/errors.js";
import { checkSchema, migrate } from "./schema.js";

const MEMORY = ":memory:";
const UNREADABLE = /^SQLITE_(NOTADB|CORRUPT|CANTOPEN|PERM)/;

/**
 * Opens the file for this process alone and brings its schema up to date.
 * @throws UserError STORE_LOCKED, STORE_UNREADABLE, STORE_NEWER; StoreFailure STORE_FULL, STORE_READONLY, STORE_FAILING
 */
export async function connect(path: string): Promise<Database> {
  if (path !== MEMORY) await makeDirectory(path);
  let db: Database | undefined;
  try {
    db = new Sqlite(path, { timeout: 0 });
    prepareFile(db, path);
    return db;
  } catch (error) {
    db?.close();
    throw explained(error, path);
  }
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

/** The lock comes first, and the schema is checked before anything is written. */
function prepareFile(db: Database, path: string): void {
  db.pragma("locking_mode = EXCLUSIVE");
  db.exec("BEGIN EXCLUSIVE; COMMIT");
  checkSchema(db, path);
  db.pragma("journal_mode = WAL");
  synced(db, () => migrate(db));
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch {
    throw new UserError("STORE_UNREADABLE", { path });
  }
}

/** What a user can do about a failing file, as a UserError; any other error as it is. */
export function explained(error: unknown, path: string): unknown {
  // By shape: the addon's error class differs between module registries of one process.
  if (typeof error !== "object" || error === null || !("code" in error)) return error;
  if (typeof error.code !== "string") return error;
  if (/^SQLITE_(BUSY|LOCKED)/.test(error.code)) return new UserError("STORE_LOCKED", { path });
  if (error.code === "SQLITE_FULL") return new StoreFailure("STORE_FULL", { path });
  if (error.code.startsWith("SQLITE_READONLY")) return new StoreFailure("STORE_READONLY", { path });
  if (error.code.startsWith("SQLITE_IOERR"))
    return new StoreFailure("STORE_FAILING", { path, reason: error.code });
  if (UNREADABLE.test(error.code)) return new UserError("STORE_UNREADABLE", { path });
  return error;
}
