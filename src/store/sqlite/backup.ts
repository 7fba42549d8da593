import { type FileHandle, open, rm } from "node:fs/promises";
import type { Database } from "better-sqlite3";
import { OutputFailure, UserError } from "../../core/errors.js";
import { copyingIn, noteBackup } from "./archive.js";
import { connect, disconnect } from "./connection.js";
import { type Contents, contentsIn, countsIn, type RowCounts } from "./contents.js";
import { SqliteFile } from "./driver.js";
import { codeOf } from "./file.js";
import { markClean } from "./mark.js";

/** So many pages are copied between two things that the bot does, 400 KB: some milliseconds. */
const PAGES = 100;
/** After so many they go to the disk meanwhile: all at once in the end would hold the bot up for seconds. */
const SYNC_PAGES = 4_096;

/**
 * Copies a database that is in use, as it is when the copy ends; its connection goes on reading and writing.
 * @param alive called between the pieces; what it throws ends the copy
 * @returns how many rows there were at that moment
 * @throws OutputFailure where nothing can be written under that name; nothing is left there
 */
export async function copyInUse(
  db: Database,
  to: string,
  alive: () => void = () => {},
): Promise<RowCounts> {
  let file: FileHandle | undefined;
  try {
    file = await open(to, "wx", 0o600);
    await copy(db, to, { ...gentle(file), alive });
    // Nobody has written since: this goes on before anything else does.
    return countsIn(db);
  } catch (error) {
    if (file) await rm(to, { force: true });
    throw outputFailure(error, to);
  } finally {
    await file?.close();
  }
}

/** The file has become shorter than what was copied of it: the copy has ended, and the package doesn't see it. */
class Ended extends Error {}

type Pace = { readonly alive: () => void; readonly datasync: (copied: number) => boolean };

async function copy(db: Database, to: string, { alive, datasync }: Pace): Promise<void> {
  try {
    await db.backup(to, {
      progress({ totalPages, remainingPages }) {
        // SQLite subtracts; it has cut the copy to length and written it by then. better-sqlite3 waits for a 0.
        if (remainingPages < 0) throw new Ended();
        alive();
        return datasync(totalPages - remainingPages) ? 0 : PAGES;
      },
    });
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
}

/** Has what was copied go to the disk piece by piece. */
function gentle(file: FileHandle) {
  let synced = 0;
  let isUnderWay = false;
  return {
    /** @returns whether to wait */
    datasync(copied: number): boolean {
      if (!isUnderWay && copied - synced >= SYNC_PAGES) {
        synced = copied;
        isUnderWay = true;
        const end = () => {
          isUnderWay = false;
        };
        // A disk that can't is told of by the copy itself.
        file.datasync().then(end, end);
      }
      return isUnderWay;
    },
  };
}

const OUTPUT: Readonly<Record<string, string>> = {
  SQLITE_FULL: "FILE_DISK_FULL",
  ENOSPC: "FILE_DISK_FULL",
  EDQUOT: "FILE_DISK_FULL",
  EROFS: "FILE_DISK_READONLY",
  ENOENT: "FILE_FOLDER_MISSING",
  EACCES: "FILE_FORBIDDEN",
  EPERM: "FILE_FORBIDDEN",
};
function outputFailure(error: unknown, path: string): unknown {
  const reason = codeOf(error);
  if (error instanceof UserError || reason === "") return error;
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  return new OutputFailure(OUTPUT[reason] ?? "FILE_UNWRITABLE", { path, folder, reason });
}

/**
 * Copies a database that nobody uses, of whichever version; its schema stays as it is.
 * @throws UserError STORE_LOCKED while a process uses it, and as `connect`
 */
export async function copyUnused(path: string, to: string): Promise<RowCounts> {
  const db = await connect(path, { asItIs: true });
  try {
    return await copyInUse(db, to);
  } finally {
    disconnect(db);
  }
}

export type Backup = { readonly made: string; readonly contents: readonly Contents[] };

/**
 * Makes a fresh copy a file that stands alone, looks it through, and notes in it what it holds.
 * @throws UserError BACKUP_DIFFERS unless there are as many rows as were told when it was made; STORE_COPY_UNFINISHED
 */
export function sealBackup(path: string, counts: RowCounts, made: Date): Backup {
  let db: Database | undefined;
  try {
    db = new SqliteFile(path, { fileMustExist: true });
    markClean(db);
    if (copyingIn(db) !== undefined) throw new UserError("STORE_COPY_UNFINISHED", { path });
    const found = String(db.pragma("integrity_check(1)", { simple: true }));
    const backup = { made: made.toISOString(), contents: contentsIn(db) };
    const here = Object.fromEntries(backup.contents.map(({ table, rows }) => [table, rows]));
    if (found !== "ok" || JSON.stringify(inOrder(here)) !== JSON.stringify(inOrder(counts)))
      throw new UserError("BACKUP_DIFFERS");
    noteBackup(db, JSON.stringify(backup));
    return backup;
  } catch (error) {
    throw sealFailure(error, path);
  } finally {
    db?.close();
  }
}

function sealFailure(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (error instanceof UserError || !code.startsWith("SQLITE_")) return error;
  return code === "SQLITE_FULL" ? outputFailure(error, path) : new UserError("BACKUP_DIFFERS");
}

const inOrder = (counts: RowCounts) => Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
