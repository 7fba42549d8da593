/** What tells an entry of a list from another; its number changes when somebody above is struck out. */
type Entry = {
  readonly name: string;
  readonly items: readonly { readonly title: string; readonly qty: number }[];
  readonly amount: number;
};
type Noted = Entry & { readonly key: string; readonly state: "done" | "waiting" | "dropped" };

/** The newest post of a list beside what was noted of it; entries by their place in the post. */
export type ComparedList = {
  /** Noted before with this name, these items and this amount: place -> key. */
  readonly same: ReadonlyMap<number, string>;
  /** Waits with this name and other items or another amount: place -> key. */
  readonly changed: ReadonlyMap<number, string>;
  /** Keys of what waits and is no longer in the list. */
  readonly gone: readonly string[];
};

/** Of equal ones the first is the first that was noted; what became an order already comes before what waits. */
const SETTLED: readonly Noted["state"][] = ["done", "waiting", "dropped"];

/** Finds the entries of a post among those noted of the same list, each once: two equal lines stay two. */
export function compareList(posted: readonly Entry[], noted: readonly Noted[]): ComparedList {
  const known = SETTLED.flatMap((state) => noted.filter((one) => one.state === state));
  const same = pair(posted, known, contentOf);
  const found = new Set(same.values());
  const waiting = known.filter(({ key, state }) => state === "waiting" && !found.has(key));
  const others = posted.map((one, at) => (same.has(at) ? undefined : one));
  const changed = pair(others, waiting, ({ name }) => name);
  for (const key of changed.values()) found.add(key);
  return { same, changed, gone: waiting.map(({ key }) => key).filter((key) => !found.has(key)) };
}

/** What two entries that say the same have in common. */
export const contentOf = ({ name, items, amount }: Entry): string =>
  JSON.stringify([name, items.map(({ title, qty }) => [title, qty]), amount]);

function pair(
  posted: readonly (Entry | undefined)[],
  noted: readonly Noted[],
  of: (entry: Entry) => string,
): Map<number, string> {
  const free = new Map<string, string[]>();
  for (const one of noted) free.set(of(one), [...(free.get(of(one)) ?? []), one.key]);
  const pairs = new Map<number, string>();
  for (const [at, one] of posted.entries()) {
    const key = one && free.get(of(one))?.shift();
    if (key !== undefined) pairs.set(at, key);
  }
  return pairs;
}
