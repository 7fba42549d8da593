/** Runs tasks that share a key one after the other, in the order in which they came, and all others side by side. */
export type KeyedQueue = {
  /**
   * A task of several keys waits for all that came before it under any of them, and holds up all that come
   * after. It is entered under all its keys at once, so no two tasks ever wait for each other.
   */
  readonly run: (keys: readonly string[], task: () => Promise<void>) => Promise<void>;
  /** Whether a task of this key is under way or waits. */
  readonly busy: (key: string) => boolean;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
};

export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<void>>();
  return {
    run(keys, task) {
      const before = new Set<Promise<void>>();
      for (const key of keys) {
        const tail = tails.get(key);
        if (tail) before.add(tail);
      }
      const tail = after([...before], task);
      for (const key of keys) tails.set(key, tail);
      const forget = () => {
        for (const key of keys) if (tails.get(key) === tail) tails.delete(key);
      };
      tail.then(forget, forget);
      return tail;
    },
    busy: (key) => tails.has(key),
    async idle() {
      while (tails.size > 0) await Promise.allSettled(tails.values());
    },
  };
}

/** Runs a task when others have ended, however they did. */
function after(before: readonly Promise<void>[], task: () => Promise<void>): Promise<void> {
  const [first, ...more] = before;
  if (!first) return task();
  return more.length > 0 ? Promise.allSettled(before).then(task) : first.then(task, task);
}
