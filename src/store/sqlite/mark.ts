import { open, readFile, rename } from "node:fs/promises";
import type { Database } from "better-sqlite3";
import { UserError } from "../../core/errors.js";
import { SqliteFile } from "./driver.js";
import { codeOf } from "./file.js";
import { makeShrinkable } from "./shrink.js";
import { readLog } from "./write-ahead-log.js";

/**
 * The file's application id says what must lie beside it, so that a write-ahead log that is gone, or that is
 * another copy's, is noticed. `open` claims nothing: it is what earlier versions wrote, and it stands there
 * while a process comes or goes, so that none can be killed between a mark and what it claims.
 */
const MARKS = { open: 0x5355414e, clean: 0x5355414f, running: 0x53554152 } as const;
/** Where the file's header has it. */
const AT = 68;

export type Opening = {
  /** Goes on from what the file holds, though its log is gone, damaged or another's. */
  readonly resume?: boolean;
  /** Leaves the schema as it is, for who reads all of it and no more. */
  readonly asItIs?: boolean;
  /** A larger file that was closed properly isn't read through, in bytes. */
  readonly readThrough?: number;
};

export const isOurs = (id: number): boolean => Object.values<number>(MARKS).includes(id);

const mark = (db: Database, as: keyof typeof MARKS) =>
  void db.pragma(`application_id = ${MARKS[as]}`);

/** Makes a copy that nobody else uses a file that needs no log beside it. */
export function markClean(db: Database): void {
  db.pragma("journal_mode = DELETE");
  db.pragma("synchronous = FULL");
  mark(db, "clean");
}

/** Whether a file of ours says that nothing has to lie beside it. */
export const isClean = (id: number): boolean => id === MARKS.clean;

/** For a file that is new. */
export const markOpen = (db: Database): void => mark(db, "open");

const exits = new WeakMap<Database, () => void>();

/** Takes the file up for writing, by a write-ahead log, and says so when the log is there. */
export function takeUp(db: Database, migrate: () => void): void {
  if (!db.memory) {
    mark(db, "open");
    makeShrinkable(db);
  }
  db.pragma("journal_mode = WAL");
  migrate();
  if (db.memory) return;
  mark(db, "running");
  db.pragma("wal_checkpoint(PASSIVE)");
  // Node closes the file of whoever exits without a word; the log is gone then, and rightly.
  const atExit = () => leave(db);
  process.once("exit", atExit);
  exits.set(db, atExit);
}

/** Puts everything into the file itself and does away with the log. A disk too full for it leaves all as after a kill. */
export function leave(db: Database): void {
  const atExit = exits.get(db);
  if (!atExit || !db.open) return;
  process.off("exit", atExit);
  try {
    db.pragma("wal_checkpoint(TRUNCATE)");
    mark(db, "open");
    db.pragma("journal_mode = DELETE");
    mark(db, "clean");
  } catch {
    // The next one to open it finds the log.
  }
}

/**
 * Looks at what lies beside the file before SQLite does, which takes any log for the file's own and drops
 * without a word what it can't read of it.
 * @throws UserError STORE_LOG_LOST, STORE_LOG_DAMAGED, STORE_LOG_FOREIGN
 */
export async function checkLog(path: string, { resume = false }: Opening): Promise<void> {
  const log = `${path}-wal`;
  const is = await markOf(path);
  const found = readLog(await readFile(log).catch(() => undefined));
  const lost = is === MARKS.running && found === "absent";
  const foreign = is === MARKS.clean && found !== "absent" && found.commits;
  const damaged = found !== "absent" && found.damaged && is !== MARKS.clean;
  if (!lost && !foreign && !damaged) return;
  if (inUse(path)) throw new UserError("STORE_LOCKED", { path });
  if (!resume) {
    const code = lost ? "STORE_LOG_LOST" : foreign ? "STORE_LOG_FOREIGN" : "STORE_LOG_DAMAGED";
    throw new UserError(code, { path, log });
  }
  if (foreign) await rename(log, `${log}.aside`);
}

async function markOf(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, AT);
    return bytesRead === 4 ? buffer.readUInt32BE(0) : 0;
  } finally {
    await file.close();
  }
}

/** Whether a process has it open: it changes its log while others read. */
export function inUse(path: string): boolean {
  try {
    const db = new SqliteFile(path, { readonly: true, timeout: 0 });
    try {
      db.pragma("user_version");
    } finally {
      db.close();
    }
    return false;
  } catch (error) {
    return codeOf(error).startsWith("SQLITE_BUSY");
  }
}
