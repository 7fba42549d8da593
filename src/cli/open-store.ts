import { UserError } from "../core/errors.js";
import type { Store } from "../store/port.js";

/** Opens the store that SUANPAN_STORE names; adapters are loaded only when configured. */
export async function openStore(url: string): Promise<Store> {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (!path) throw new UserError("STORE_UNSUPPORTED");
  const { openSqliteStore } = await import("../store/sqlite/store.js");
  return openSqliteStore(path);
}
