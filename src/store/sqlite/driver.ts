import type Sqlite from "better-sqlite3";
import { UserError } from "../../core/errors.js";

/** Version 13 wants Node 22, and crashes on 20; version 12 aborts on 24. */
const OLD_NODE = Number(process.versions.node.split(".")[0]) < 22;

/** The package that works on this Node. */
export const SQLITE_PACKAGE = OLD_NODE ? "better-sqlite3-12" : "better-sqlite3";

/** @throws UserError SQLITE_MISSING: it is an optional package where Node is old */
async function load(): Promise<typeof Sqlite> {
  try {
    return ((await import(SQLITE_PACKAGE)) as { readonly default: typeof Sqlite }).default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    const { node } = process.versions;
    throw new UserError("SQLITE_MISSING", { name: SQLITE_PACKAGE, node });
  }
}

/** Opens database files. */
export const SqliteFile: typeof Sqlite = await load();
