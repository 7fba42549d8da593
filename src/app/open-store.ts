import { UserError } from "../core/errors.js";
import { createTally } from "../domain/experiment/data/tally.js";
import type { Playbooks } from "../engine/playbooks.js";
import type { Store } from "../store/port.js";

/**
 * Opens the store that SUANPAN_STORE names; adapters are loaded only when configured.
 * @param opening with `resume` it goes on from what the file holds, though its log is gone or damaged.
 */
export async function openStore(
  url: string,
  playbooks: Pick<Playbooks, "current">,
  opening: { readonly resume?: boolean } = {},
): Promise<Store> {
  const tally = createTally((client) => playbooks.current(client)?.playbook.timezone);
  if (/^mongodb(\+srv)?:\/\//.test(url)) {
    const { openMongoStore } = await import("../store/mongo/store.js");
    return openMongoStore(url, tally);
  }
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (!path) throw new UserError("STORE_UNSUPPORTED");
  const { openSqliteStore } = await import("../store/sqlite/store.js");
  return openSqliteStore(path, tally, opening);
}

/** A store that begins empty and ends with the process. */
export const openMemoryStore = (): Promise<Store> =>
  openStore("sqlite::memory:", { current: () => undefined });
