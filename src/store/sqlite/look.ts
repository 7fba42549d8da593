import { stat } from "node:fs/promises";
import type { Database } from "better-sqlite3";
import { StoreFailure, UserError } from "../../core/errors.js";
import { explained } from "./connection.js";
import { SqliteFile } from "./driver.js";
import { checkLog, inUse } from "./mark.js";
import { checkSchema } from "./schema.js";

/**
 * Looks at a database without taking it from whoever has it, and changes nothing.
 * @returns how it is @throws UserError and StoreFailure: what a start would say of it
 */
export async function lookAt(path: string): Promise<"missing" | "in use" | "sound"> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return "missing";
  if (found.size === 0) throw new UserError("STORE_EMPTY", { path });
  if (inUse(path)) return "in use";
  let db: Database | undefined;
  try {
    await checkLog(path, {});
    db = new SqliteFile(path, { readonly: true, timeout: 0 });
    checkSchema(db, path);
    const damage = String(db.pragma("quick_check(1)", { simple: true }));
    if (damage !== "ok") throw new StoreFailure("STORE_DAMAGED", { path, what: damage });
    return "sound";
  } catch (error) {
    const cause = explained(error, path);
    // Somebody took it meanwhile.
    if (cause instanceof UserError && cause.code === "STORE_LOCKED") return "in use";
    throw cause;
  } finally {
    db?.close();
  }
}
