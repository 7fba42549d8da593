import { chmod, chown, copyFile, link, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import { z } from "zod";
import { OutputFailure, UserError } from "../../core/errors.js";
import { backupNoteIn, copyingIn, eraseBackupNote } from "./archive.js";
import { type Contents, contentsIn } from "./contents.js";
import { SqliteFile } from "./driver.js";
import { codeOf, prepareFolder } from "./file.js";
import { inUse, isClean, isOurs } from "./mark.js";
import { isNewer } from "./schema.js";

export type Restored = {
  /** When the backup was made; undefined for a plain copy of the file of a bot that was stopped. */
  readonly made: string | undefined;
  readonly contents: readonly Contents[];
  /** Where the file that was there before is now. */
  readonly before: string | undefined;
};

const note = z.object({
  made: z.string(),
  contents: z.array(z.object({ table: z.string(), rows: z.number(), hash: z.string() })),
});

/**
 * Puts what a backup holds in the place of a database. It is copied beside that first and looked through there; what
 * was in the place is kept beside it, its log too.
 * @throws UserError RESTORE_RUNNING, BACKUP_…, OutputFailure; then nothing has changed
 */
export async function restoreFile(named: string, backup: string, now: Date): Promise<Restored> {
  // Where a link leads is where the data is.
  const path = await realpath(named).catch(() => named);
  const found = await stat(backup).catch(() => undefined);
  if (!found) throw new UserError("FILE_NOT_FOUND", { path: backup });
  if (!found.isFile()) throw new UserError("BACKUP_FOREIGN", { path: backup });
  await prepareFolder(dirname(path));
  const draft = `${path}.${process.pid}.new`;
  try {
    await copyFile(backup, draft).catch((error: unknown) => {
      throw copyFailure(error, backup, path);
    });
    const its = look(draft, backup);
    if ((await stat(path).catch(() => undefined)) && inUse(path))
      throw new UserError("RESTORE_RUNNING", { path });
    const before = await putInPlace(path, draft, now);
    return { ...its, before };
  } finally {
    for (const rest of ["", "-journal"]) await rm(draft + rest, { force: true });
  }
}

function copyFailure(error: unknown, backup: string, path: string): unknown {
  const full = codeOf(error) === "ENOSPC" || codeOf(error) === "EDQUOT";
  if (full) return new OutputFailure("FILE_DISK_FULL", { path });
  return new UserError("FILE_UNREADABLE", { path: backup });
}

/** Looks a backup through, in a copy of it, from which the note of what it holds is taken out. */
function look(draft: string, path: string): Omit<Restored, "before"> {
  let db: Database | undefined;
  try {
    db = new SqliteFile(draft, { timeout: 0 });
    checkKind(db, path);
    const damage = String(db.pragma("integrity_check(1)", { simple: true }));
    if (damage !== "ok") throw new UserError("BACKUP_DAMAGED", { path });
    if (copyingIn(db) !== undefined) throw new UserError("STORE_COPY_UNFINISHED", { path });
    const contents = contentsIn(db);
    const noted = backupNoteIn(db);
    if (noted === undefined) return { made: undefined, contents };
    const said = note.parse(JSON.parse(noted));
    if (JSON.stringify(said.contents) !== JSON.stringify(contents))
      throw new UserError("BACKUP_DAMAGED", { path });
    eraseBackupNote(db);
    return { made: said.made, contents };
  } catch (error) {
    throw lookFailure(error, path);
  } finally {
    db?.close();
  }
}

/** @throws UserError BACKUP_FOREIGN, BACKUP_NEWER, BACKUP_LACKS_LOG */
function checkKind(db: Database, path: string): void {
  const writer = Number(db.pragma("application_id", { simple: true }));
  if (!isOurs(writer)) throw new UserError("BACKUP_FOREIGN", { path });
  if (isNewer(db)) throw new UserError("BACKUP_NEWER", { path });
  if (!isClean(writer)) throw new UserError("BACKUP_LACKS_LOG", { path });
}

function lookFailure(error: unknown, path: string): unknown {
  if (error instanceof UserError) return error;
  const code = codeOf(error);
  if (code === "SQLITE_NOTADB") return new UserError("BACKUP_FOREIGN", { path });
  if (code === "SQLITE_FULL") return new OutputFailure("FILE_DISK_FULL", { path });
  const isDamage = code.startsWith("SQLITE_") || error instanceof SyntaxError;
  return isDamage || error instanceof z.ZodError
    ? new UserError("BACKUP_DAMAGED", { path })
    : error;
}

/**
 * At no moment is there nothing in the place, from which a bot would begin anew.
 * @returns where the file is that was there
 */
async function putInPlace(path: string, draft: string, now: Date): Promise<string | undefined> {
  const there = await stat(path).catch(() => undefined);
  const { uid, gid } = there ?? (await stat(dirname(path)));
  // Whoever runs the bot has to be able to write it, though another, such as root, restores.
  await chmod(draft, 0o600);
  await chown(draft, uid, gid).catch(unlessForbidden);
  await synced(draft);
  const before = await freeName(
    `${path}.before-${now.toISOString().replaceAll(/[-:]|\.\d+/g, "")}`,
  );
  if (there) await link(path, before).catch(() => copyFile(path, before));
  // A log belongs to its own file alone.
  await rename(`${path}-wal`, `${before}-wal`).catch(unlessMissing);
  await rm(`${path}-shm`, { force: true });
  await rename(draft, path);
  await synced(dirname(path));
  return there && before;
}

async function freeName(name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const one = n === 1 ? name : `${name}-${n}`;
    const taken = await Promise.all([stat(one), stat(`${one}-wal`)].map((it) => it.catch(() => 0)));
    if (taken.every((it) => it === 0)) return one;
  }
}

function unlessForbidden(error: unknown): void {
  if (codeOf(error) !== "EPERM") throw error;
}

function unlessMissing(error: unknown): void {
  if (codeOf(error) !== "ENOENT") throw error;
}

async function synced(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
