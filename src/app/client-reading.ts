import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../core/errors.js";
import { backUp } from "./backup.js";
import { type ClientStore, withClientStore } from "./client-store.js";
import type { Config } from "./config.js";
import { fileIn } from "./open-store.js";

/**
 * Reads a client's data, while the bot works too: of a file that a bot has, a copy is read, which that bot makes beside
 * it and which is gone in the end.
 * @throws UserError as `withClientStore` and `backUp`
 */
export async function withClientReading<T>(
  client: string,
  config: Config,
  work: (of: ClientStore) => Promise<T>,
): Promise<T> {
  try {
    return await withClientStore(client, config, work);
  } catch (error) {
    const path = fileIn(config.store);
    if (!(error instanceof UserError && error.code === "STORE_LOCKED") || path === undefined)
      throw error;
    // For nobody else's eyes, as the file is; beside it there is room for another.
    const folder = await mkdtemp(`${path}.reading-`);
    try {
      const copy = join(folder, "copy.db");
      await backUp(path, copy);
      return await withClientStore(client, { ...config, store: `sqlite:${copy}` }, work);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
