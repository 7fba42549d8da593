/** SQL for a set of names that is bound as one JSON text. */
export const OWNED = "(SELECT value FROM json_each(?))";

/** What to bind to `OWNED`. */
export const owned = (names: readonly string[]): string => JSON.stringify(names);
