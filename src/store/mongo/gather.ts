type Ask<T> = {
  readonly id: string;
  readonly resolve: (found: T | undefined) => void;
  readonly reject: (error: unknown) => void;
};

/** So many queries may be under way: a database that is slow is asked for more at once, not more often. */
const MOST_UNDER_WAY = 4;

/**
 * Reads what is asked for in one tick, and while enough is under way, with one query: nothing is kept, since others
 * write as well.
 */
export function gather<T>(
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T | undefined> {
  let asked: Ask<T>[] = [];
  let underWay = 0;
  function next(): void {
    if (asked.length === 0 || underWay >= MOST_UNDER_WAY) return;
    const now = asked;
    asked = [];
    underWay += 1;
    void answer(now).finally(() => {
      underWay -= 1;
      next();
    });
  }
  async function answer(now: readonly Ask<T>[]): Promise<void> {
    try {
      const found = await read([...new Set(now.map(({ id }) => id))]);
      for (const { id, resolve } of now) resolve(found.get(id));
    } catch (error) {
      for (const { reject } of now) reject(error);
    }
  }
  return (id) =>
    new Promise((resolve, reject) => {
      if (asked.length === 0) queueMicrotask(next);
      asked.push({ id, resolve, reject });
    });
}
