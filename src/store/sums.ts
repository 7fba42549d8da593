import type { Rollup } from "../core/rollup.js";
import type { Difference } from "./rebuilt.js";

type Sums = Rollup["sums"];
/** What is to be added to one row. */
export type Addend = Rollup & { readonly client: string };

/** How many facts, and how many rows of sums, a rebuild has in memory at a time. */
export const AT_ONCE = 5_000;
/** How many differences are told one by one. */
export const TOLD = 20;

/** Sums added up, an absent one as zero. */
export function plus(a: Sums, b: Sums): Sums {
  const sums: Record<string, number> = { ...a };
  for (const [name, value] of Object.entries(b)) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

/** Rollups added up in memory, one for each client, day and group, until they are written. */
export function addends() {
  const rows = new Map<string, Addend>();
  return {
    add(client: string, { day, group, sums }: Rollup): void {
      const key = `${client} ${day} ${group}`;
      const known = rows.get(key);
      rows.set(key, { client, day, group, sums: known ? plus(known.sums, sums) : sums });
    },
    size: () => rows.size,
    /** Forgets them. */
    drop: () => rows.clear(),
    /** Hands them over, and begins anew. */
    drain(): readonly Addend[] {
      const all = [...rows.values()];
      rows.clear();
      return all;
    },
  };
}

type Pair = {
  readonly group: string;
  readonly day: string;
  readonly stored: Sums | undefined;
  readonly fresh: Sums | undefined;
};

/** The sums of one row that are not what its facts add up to, an absent one as zero. */
export function differences({ group, day, stored = {}, fresh = {} }: Pair): Difference[] {
  const names = new Set([...Object.keys(stored), ...Object.keys(fresh)]);
  return [...names]
    .map((sum) => ({ group, day, sum, stored: stored[sum] ?? 0, fromFacts: fresh[sum] ?? 0 }))
    .filter((each) => each.stored !== each.fromFacts);
}
