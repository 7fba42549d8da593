/** The latest of so many keys; whoever was set longest ago is forgotten first. */
export function createRecent<V>(most: number) {
  const kept = new Map<string, V>();
  return {
    get: (key: string): V | undefined => kept.get(key),
    set(key: string, value: V): void {
      kept.delete(key);
      kept.set(key, value);
      if (kept.size <= most) return;
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        return;
      }
    },
    forget: (key: string): void => void kept.delete(key),
  };
}
