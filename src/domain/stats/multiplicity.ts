/**
 * Holm's step-down adjusted p-values, in the order given: arms against the first.
 * Holm (1979), Scand. J. Stat. 6:65; controls the family-wise error under any dependence.
 */
export function holm(ps: readonly number[]): number[] {
  const order = rising(ps);
  const adjusted = new Array<number>(ps.length);
  let top = 0;
  for (const [rank, index] of order.entries()) {
    top = Math.max(top, Math.min(1, (ps.length - rank) * (ps[index] as number)));
    adjusted[index] = top;
  }
  return adjusted;
}

/**
 * Benjamini–Hochberg adjusted p-values, in the order given.
 * Benjamini & Hochberg (1995), JRSS B 57:289; needs independence or positive dependence.
 */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  const order = rising(ps);
  const adjusted = new Array<number>(ps.length);
  let low = 1;
  for (let rank = ps.length; rank >= 1; rank -= 1) {
    const index = order[rank - 1] as number;
    low = Math.min(low, (ps.length / rank) * (ps[index] as number));
    adjusted[index] = low;
  }
  return adjusted;
}

/**
 * e-BH: which of K hypotheses are rejected with false discovery rate α under any dependence: those
 * with the k̂ largest e-values, k̂ = max{k : k e₍k₎ / K >= 1/α}. Feed current e-values, not running maxima.
 * Wang & Ramdas (2022), JRSS B 84:822.
 */
export function eBenjaminiHochberg(es: readonly number[], alpha: number): boolean[] {
  const falling = rising(es).reverse();
  let last = 0;
  for (const [i, index] of falling.entries())
    if (((i + 1) * (es[index] as number)) / es.length >= 1 / alpha) last = i + 1;
  const rejected = new Set(falling.slice(0, last));
  return es.map((_, index) => rejected.has(index));
}

const rising = (values: readonly number[]): number[] =>
  values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
