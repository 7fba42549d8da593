import type Sqlite from "better-sqlite3";

/** Version 13 wants Node 22, and crashes on 20; version 12 aborts on 24. */
const OLD_NODE = Number(process.versions.node.split(".")[0]) < 22;

/** The package that works on this Node. */
export const SQLITE_PACKAGE = OLD_NODE ? "better-sqlite3-12" : "better-sqlite3";

/** Opens database files. */
export const SqliteFile: typeof Sqlite = (
  (await import(SQLITE_PACKAGE)) as { readonly default: typeof Sqlite }
).default;
