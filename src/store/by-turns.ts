/** The first of each list, then the second of each, and so on. */
export function byTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }).flatMap((_none, n) =>
    lists.flatMap((list) => list.slice(n, n + 1)),
  );
}
