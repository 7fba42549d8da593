/** Runs tasks of one key in order and of different keys side by side. */
export type KeyedQueue = {
  readonly run: (key: string, task: () => Promise<void>) => Promise<void>;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
};

export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<void>>();
  return {
    run(key, task) {
      const before = tails.get(key);
      const tail = before ? before.then(task, task) : task();
      tails.set(key, tail);
      const forget = () => {
        if (tails.get(key) === tail) tails.delete(key);
      };
      tail.then(forget, forget);
      return tail;
    },
    async idle() {
      while (tails.size > 0) await Promise.allSettled(tails.values());
    },
  };
}
