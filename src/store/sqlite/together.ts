import type { Database } from "better-sqlite3";

type Together<In, Out> = {
  /** Writes one; what it throws is that one's own, and what it wrote is taken back. */
  readonly write: (one: In) => Out;
  /** Writes what is left, once, before the shared transaction ends. */
  readonly end?: () => void;
  /** One was not written after all. */
  readonly lost?: (one: In) => void;
  /** Runs the shared transaction; the disk may be waited for. */
  readonly run?: (transaction: () => void) => void;
};
type Waiting<In, Out> = {
  readonly one: In;
  readonly resolve: (out: Out) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * What is asked for in one turn of the event loop shares a transaction, a savepoint each: beginning and ending one, and
 * waiting for the disk, costs more than what one writes.
 * @returns how to ask for one, and how to write at once what waits for the end of the turn
 */
export function together<In, Out>(db: Database, how: Together<In, Out>) {
  const { write, end, lost, run = (transaction) => transaction() } = how;
  const one = db.transaction(write);
  let waiting: Waiting<In, Out>[] = [];

  /** @returns what to tell whoever asked when the shared transaction has been committed. */
  function attempt(asked: Waiting<In, Out>): () => void {
    try {
      const out = one(asked.one);
      return () => asked.resolve(out);
    } catch (error) {
      lost?.(asked.one);
      // A full or failing disk ends the shared transaction, and with it everybody's share.
      if (!db.inTransaction) throw error;
      return () => asked.reject(error);
    }
  }
  const all = db.transaction((batch: readonly Waiting<In, Out>[]) => {
    const tells = batch.map(attempt);
    end?.();
    return tells;
  });

  function flush(): void {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      let tells: readonly (() => void)[] = [];
      run(() => {
        tells = all.immediate(batch);
      });
      for (const tell of tells) tell();
    } catch (error) {
      for (const asked of batch) {
        lost?.(asked.one);
        asked.reject(error);
      }
    }
  }

  return {
    ask: (asked: In) =>
      new Promise<Out>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ one: asked, resolve, reject });
      }),
    flush,
  };
}
