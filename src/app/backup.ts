import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { UserError } from "../core/errors.js";
import { askBot } from "./ask-bot.js";
import { fileIn } from "./open-store.js";

type Backup = {
  readonly made: string;
  readonly contents: readonly {
    readonly table: string;
    readonly rows: number;
    readonly hash: string;
  }[];
  /** Whether a bot worked meanwhile. */
  readonly inUse: boolean;
};

/**
 * The file in which the data is.
 * @throws UserError BACKUP_MONGODB where it is in a MongoDB, BACKUP_NO_STORE where there is none yet
 */
export async function fileToBackUp(url: string): Promise<string> {
  const path = fileIn(url);
  if (path === undefined) throw new UserError("BACKUP_MONGODB");
  if (!(await stat(path).catch(() => undefined))) throw new UserError("BACKUP_NO_STORE", { path });
  return path;
}

/**
 * Puts a backup in the place of the database.
 * @throws UserError RESTORE_MONGODB, and as `restoreFile`: then nothing has changed
 */
export async function restore(url: string, backup: string) {
  const path = fileIn(url);
  if (path === undefined) throw new UserError("RESTORE_MONGODB");
  const { restoreFile } = await import("../store/sqlite/restore.js");
  return { path, ...(await restoreFile(path, backup, new Date())) };
}

/** @throws UserError BACKUP_ONTO_ITSELF where a backup would be put over what is backed up */
export async function checkBackupPlace(path: string, to: string): Promise<void> {
  const real = (one: string) => realpath(one).catch(() => resolve(one));
  const [file, target] = [await real(path), await real(to)];
  if (["", "-wal", "-shm", ".sock", ".secret"].some((own) => file + own === target))
    throw new UserError("BACKUP_ONTO_ITSELF", { path: to });
}

/**
 * Copies the database, and sees that the copy is whole. While a bot works on it, that bot makes the copy.
 * @param to where nothing is yet
 * @throws UserError BACKUP_…, STORE_…, OutputFailure
 */
export async function backUp(path: string, to: string): Promise<Backup> {
  const { copyUnused, sealBackup } = await import("../store/sqlite/backup.js");
  try {
    const rows = await copyUnused(path, to);
    return { ...sealBackup(to, rows, new Date()), inUse: false };
  } catch (error) {
    if (!(error instanceof UserError && error.code === "STORE_LOCKED")) throw error;
  }
  const rows = await rowsByBot(path, resolve(to));
  return { ...sealBackup(to, rows, new Date()), inUse: true };
}

/** Has the bot that works on a file copy it. @throws UserError BACKUP_NOBODY, and what the bot says */
async function rowsByBot(path: string, to: string): Promise<Readonly<Record<string, number>>> {
  const codes = { nobody: "BACKUP_NOBODY", failed: "BACKUP_FAILED" } as const;
  const told = await askBot(path, { copyTo: to }, codes);
  if (!("rows" in told)) throw new UserError("BACKUP_FAILED");
  return told.rows;
}
