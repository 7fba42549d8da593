/** Enough for the groups and the members that talk at one time. */
const MOST = 5_000;

/**
 * What was read or written lately, and the keys under which there is nothing. The file belongs to
 * this process alone, so nobody else changes it. What is kept is shared with whoever reads it, so
 * nobody may change it. What nobody asked for while so many others were goes: two halves take
 * turns, since a map that gives up its oldest key at each step gets slow by the gaps it leaves.
 */
export function readCache<Kept>() {
  let lately = new Map<string, Kept | undefined>();
  let before = new Map<string, Kept | undefined>();
  function keep(key: string, value: Kept | undefined): void {
    lately.set(key, value);
    if (lately.size < MOST) return;
    before = lately;
    lately = new Map();
  }
  return {
    /** What is kept under a key, or what `read` finds there. */
    get(key: string, read: () => Kept | undefined): Kept | undefined {
      const known = lately.get(key);
      if (known !== undefined || lately.has(key)) return known;
      const value = before.has(key) ? before.get(key) : read();
      keep(key, value);
      return value;
    },
    /** What was just written under a key. */
    set: (key: string, value: Kept): void => keep(key, value),
    /** Forgets a key: what was written there is not known, or was taken back. */
    drop(key: string): void {
      lately.delete(key);
      before.delete(key);
    },
  };
}
