import type { Stored } from "../port.js";

/** Enough for the groups and the members that talk at one time. */
const MOST = 5_000;

/** Shared with whoever reads it, so nobody may change it. */
function frozen(stored: Stored): Stored {
  Object.freeze(stored.value);
  return stored;
}

/**
 * The records read or written lately, and the keys under which there is none. The file belongs to
 * this process alone, so nobody else changes them. The least lately used goes first.
 */
export function recordCache() {
  const kept = new Map<string, Stored | undefined>();
  function keep(key: string, value: Stored | undefined): void {
    if (!kept.delete(key) && kept.size >= MOST) kept.delete(kept.keys().next().value ?? "");
    kept.set(key, value && frozen(value));
  }
  return {
    /** What is kept under a key, or what `read` finds there. */
    get(key: string, read: () => Stored | undefined): Stored | undefined {
      const known = kept.get(key);
      const value = known || kept.has(key) ? known : read();
      keep(key, value);
      return value;
    },
    /** What was just written under a key. */
    set: (key: string, value: Stored): void => keep(key, value),
    /** Forgets a key: what was written there is not known, or was taken back. */
    drop: (key: string) => kept.delete(key),
  };
}
