import { openBook } from "../cli/chat.js";
import { UserError } from "../core/errors.js";
import type { Book } from "../engine/playbooks.js";
import type { Playbook } from "../playbook/schema.js";
import type { Store } from "../store/port.js";
import type { Config } from "./config.js";
import { openStore } from "./open-store.js";

export type ClientStore = {
  readonly client: string;
  readonly book: Book;
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
  const { book } = await openBook(config);
  const playbook = book.edition(client)?.playbook;
  if (!playbook) {
    throw new UserError("CLIENT_UNKNOWN", { client, known: book.clients().join(", ") });
  }
  const store = await openStore(config.store, book);
  try {
    return await work({ client, book, playbook, store });
  } finally {
    await store.close();
  }
}
