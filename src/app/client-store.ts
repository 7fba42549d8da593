import type { Playbooks } from "../engine/playbooks.js";
import type { Playbook } from "../playbook/schema.js";
import type { Store } from "../store/port.js";
import type { Config } from "./config.js";
import { features } from "./features.js";
import { withFollowers } from "./following-store.js";
import { openPlaybooks, playbookOf } from "./open-playbooks.js";
import { openStore } from "./open-store.js";

export type ClientStore = {
  readonly client: string;
  readonly playbooks: Playbooks;
  readonly playbook: Playbook;
  readonly store: Store;
};

/**
 * Works on a client's data; the bot must not run on the same database meanwhile.
 * @throws UserError CLIENT_UNKNOWN, PLAYBOOKS_BROKEN, STORE_LOCKED and the like.
 */
export async function withClientStore<T>(
  client: string,
  config: Config,
  work: (of: ClientStore) => Promise<T>,
): Promise<T> {
  const { playbooks } = await openPlaybooks(config);
  const playbook = playbookOf(playbooks, client);
  const own = await openStore(config.store, playbooks);
  const store = withFollowers(own, playbooks, features);
  try {
    return await work({ client, playbooks, playbook, store });
  } finally {
    await store.close();
  }
}
