import { UserError } from "../core/errors.js";
import { createTally } from "../domain/experiment/data/tally.js";
import type { Playbooks } from "../engine/playbooks.js";
import type { Store } from "../store/port.js";

/** Opens the store that SUANPAN_STORE names; adapters are loaded only when configured. */
export async function openStore(
  url: string,
  playbooks: Pick<Playbooks, "current">,
): Promise<Store> {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (!path) throw new UserError("STORE_UNSUPPORTED");
  const { openSqliteStore } = await import("../store/sqlite/store.js");
  return openSqliteStore(
    path,
    createTally((client) => playbooks.current(client)?.playbook.timezone),
  );
}

/** A store that begins empty and ends with the process. */
export const openMemoryStore = (): Promise<Store> =>
  openStore("sqlite::memory:", { current: () => undefined });
