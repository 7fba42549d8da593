import type { Change, Store } from "../../store/port.js";

type Which = {
  readonly client: string;
  /** Only in this group. */
  readonly group?: string | undefined;
  /** Those that began with this one go on. */
  readonly except: string;
};
/** So many are ended in one commit. */
const TOGETHER = 200;

/** How many members are on their way through a script of another version. */
export async function countInProgress(store: Store, which: Which): Promise<number> {
  let n = 0;
  for await (const _key of inProgress(store, which)) n++;
  return n;
}

/** Ends the ways of members through scripts of other versions: nothing more is said to them of these. */
export async function stopInProgress(store: Store, which: Which): Promise<void> {
  let changes: Change[] = [];
  const commit = async () => {
    if (changes.length > 0)
      await store.commit({ client: which.client, changes, outbox: [], facts: [] });
    changes = [];
  };
  for await (const key of inProgress(store, which)) {
    changes.push({ op: "remove", kind: "enrolment", key });
    if (changes.length === TOGETHER) await commit();
  }
  await commit();
}

async function* inProgress(store: Store, { client, group, except }: Which): AsyncGenerator<string> {
  for await (const { key, value } of store.walk(client, "enrolment"))
    if (value.version !== except && (group === undefined || value.group === group)) yield key;
}
