/** A group and its log rate in the pre-period (14 days before the start). */
export type Candidate = { readonly group: string; readonly logRate: number };
export type Pairing = {
  /** Matched sets of `size` groups, neighbours in log rate. */
  readonly sets: readonly (readonly string[])[];
  readonly left: readonly string[];
};

/**
 * Matches groups on their pre-period log rate: sorted, neighbours together. Where the count doesn't
 * divide, the groups are left out whose absence brings the rest closest together.
 * @param size how many arms share a set; 2 for pairs
 */
export function pairGroups(candidates: readonly Candidate[], size = 2): Pairing {
  let kept = [...candidates].sort((a, b) => a.logRate - b.logRate || (a.group < b.group ? -1 : 1));
  const left: string[] = [];
  while (kept.length % size > 0) {
    const out = loneliest(kept, size);
    left.push((kept[out] as Candidate).group);
    kept = kept.filter((_, i) => i !== out);
  }
  const sets: string[][] = [];
  for (let i = 0; i < kept.length; i += size)
    sets.push(kept.slice(i, i + size).map(({ group }) => group));
  return { sets, left };
}

function loneliest(sorted: readonly Candidate[], size: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let out = 0; out < sorted.length; out += 1) {
    const rest = sorted.filter((_, i) => i !== out);
    let width = 0;
    for (let i = 0; i + size <= rest.length; i += size)
      width += (rest[i + size - 1] as Candidate).logRate - (rest[i] as Candidate).logRate;
    if (width < least) [best, least] = [out, width];
  }
  return best;
}
