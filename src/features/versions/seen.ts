import type { Instant } from "../../core/event.js";
import { ownHash } from "../../playbook/versions/own.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import type { Change, Store } from "../../store/port.js";

declare module "../../core/record.js" {
  interface Records {
    /** What a client's files said when they were last looked at; the key is always the same. */
    "files-seen": Seen;
  }
}

export type Seen = {
  /** Names what is the client's own of the version that they made. */
  readonly own: string;
  readonly hash: string;
  readonly at: Instant;
  /** Names the findings that operators have been told of since. */
  readonly told?: string;
};
const KEY = "client";

type Looking = Pick<Store, "get">;

/** Who speaks for a client because an operator chose so. */
export const chosenIn = async (store: Looking, client: string): Promise<string | undefined> =>
  (await store.get(client, "setting", "client"))?.value.persona;

export const seenOf = async (store: Looking, client: string): Promise<Seen | undefined> =>
  (await store.get(client, "files-seen", KEY))?.value;

export const seenNow = (value: Seen): Change => ({
  op: "put",
  kind: "files-seen",
  key: KEY,
  value,
});

/** Whether a client's files say what they said as a draft beside the version that was last in use. */
export async function stillDraft(
  store: Looking,
  files: PlaybookVersion,
  last: PlaybookVersion,
): Promise<boolean> {
  const { client } = files.playbook;
  if (files.hash === last.hash) return false;
  const chosen = await chosenIn(store, client);
  const own = ownHash(files, chosen);
  return own !== ownHash(last, chosen) && own === (await seenOf(store, client))?.own;
}
