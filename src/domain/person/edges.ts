import type { Instant } from "../../core/event.js";

/** Two accounts, by their members' keys, that are one person's; and by whose word. */
export type Edge = {
  readonly a: string;
  readonly b: string;
  /** The person's own, by a code typed on both; or an operator's. */
  readonly by: "code" | "operator";
  readonly at: Instant;
};

/** No person has more: each is looked up wherever one is. */
export const MOST_ACCOUNTS = 10;

/** The accounts that edges join to one, this one included, in order. */
export function accountsOf(edges: readonly Edge[], start: string): readonly string[] {
  const found = new Set([start]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const { a, b } of edges) {
      if (found.has(a)) found.add(b);
      if (found.has(b)) found.add(a);
    }
  }
  return [...found].sort();
}

/** The edges among some accounts. */
const among = (edges: readonly Edge[], accounts: readonly string[]): readonly Edge[] =>
  edges.filter(({ a, b }) => accounts.includes(a) && accounts.includes(b));

/** What is left for each account when one of them is its own person again; nothing for one that stands alone. */
export function parted(
  edges: readonly Edge[],
  account: string,
): ReadonlyMap<string, readonly Edge[]> {
  const left = edges.filter(({ a, b }) => a !== account && b !== account);
  return new Map(
    accountsOf(edges, account).map((one) => [one, among(left, accountsOf(left, one))]),
  );
}
