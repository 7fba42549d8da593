import type { Commit, CommitResult, Store } from "../store/port.js";

/** So often in a row one refusal, though nothing has changed, is the decision's own fault. */
const SAME_REFUSALS = 3;

/**
 * Decides and commits, again for as long as the records change meanwhile or a counter is at its limit; the
 * next decision knows of that counter. Each refusal means that somebody else got further, so contention ends.
 * @param decide reads what it writes anew each time; it gives undefined when there is nothing to commit.
 * @throws Error for a bug: a decision that is refused again and again though nothing else has changed.
 */
export async function commitWithRetry(
  store: Store,
  decide: (spent: ReadonlySet<string>) => Promise<Commit | undefined>,
): Promise<CommitResult> {
  const spent = new Set<string>();
  let last = "";
  for (let same = 0; same < SAME_REFUSALS; ) {
    const commit = await decide(new Set(spent));
    const result: CommitResult = commit ? await store.commit(commit) : { ok: true };
    if (result.ok) return result;
    if (result.why === "limit") spent.add(result.key);
    const refusal = `${result.why} ${result.key} ${result.why === "stale" ? result.rev : ""}`;
    same = refusal === last ? same + 1 : 0;
    last = refusal;
  }
  throw new Error(`a decision is refused again and again though nothing has changed: ${last}`);
}
