import type { Commit, CommitResult, Store } from "../store/port.js";

const TRIES = 5;

/**
 * Decides and commits, again where the records changed meanwhile or a counter was at its limit; the next
 * decision knows of that counter.
 * @param decide gives undefined when there is nothing to commit.
 * @throws Error when the records keep changing.
 */
export async function commitWithRetry(
  store: Store,
  decide: (spent: ReadonlySet<string>) => Promise<Commit | undefined>,
): Promise<CommitResult> {
  const spent = new Set<string>();
  for (let n = 0; n < TRIES; n++) {
    const commit = await decide(new Set(spent));
    const result: CommitResult = commit ? await store.commit(commit) : { ok: true };
    if (result.ok) return result;
    if (result.why === "limit") spent.add(result.key);
  }
  throw new Error("the records kept changing under this decision");
}
