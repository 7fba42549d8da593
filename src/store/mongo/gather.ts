type Ask<T> = {
  readonly id: string;
  readonly resolve: (found: T | undefined) => void;
  readonly reject: (error: unknown) => void;
};

/** Reads what is asked for in one tick with one query: nothing is kept, since others write as well. */
export function gather<T>(
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T | undefined> {
  let asked: Ask<T>[] = [];
  async function answer(): Promise<void> {
    const now = asked;
    asked = [];
    try {
      const found = await read([...new Set(now.map(({ id }) => id))]);
      for (const { id, resolve } of now) resolve(found.get(id));
    } catch (error) {
      for (const { reject } of now) reject(error);
    }
  }
  return (id) =>
    new Promise((resolve, reject) => {
      if (asked.length === 0) queueMicrotask(() => void answer());
      asked.push({ id, resolve, reject });
    });
}
