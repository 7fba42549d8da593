/** Enough for the groups and the members that talk at one time. */
const MOST = 5_000;

/**
 * What was read or written lately, and the keys under which there is nothing. The file belongs to
 * this process alone, so nobody else changes it. The least lately used goes first. What is kept is
 * shared with whoever reads it, so nobody may change it.
 */
export function readCache<Kept>() {
  const kept = new Map<string, Kept | undefined>();
  function keep(key: string, value: Kept | undefined): void {
    if (!kept.delete(key) && kept.size >= MOST) kept.delete(kept.keys().next().value ?? "");
    kept.set(key, value);
  }
  return {
    /** What is kept under a key, or what `read` finds there. */
    get(key: string, read: () => Kept | undefined): Kept | undefined {
      const known = kept.get(key);
      const value = known !== undefined || kept.has(key) ? known : read();
      keep(key, value);
      return value;
    },
    /** What was just written under a key. */
    set: (key: string, value: Kept): void => keep(key, value),
    /** Forgets a key: what was written there is not known, or was taken back. */
    drop: (key: string) => kept.delete(key),
  };
}
