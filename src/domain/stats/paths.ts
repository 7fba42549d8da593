import type { Law } from "./law.js";

/**
 * A coin's value as it now stands at a look: what its sign multiplies (a weighted D), and how far that
 * moves per unit of τ.
 */
export type Standing = { readonly coin: number; readonly value: number; readonly slope: number };

/** Per look: the part of the horizon that has passed, and the coins whose value is new or has changed. */
export type Look = { readonly fraction: number; readonly changes: readonly Standing[] };

/** S of every path at every look, as A − τN; row-major by look. */
export type Paths = {
  readonly count: number;
  readonly fractions: readonly number[];
  readonly sums: Float64Array;
  readonly slopes: Float64Array;
  /** √ΣD² at each look: one number for all paths, since a sign doesn't change a square. */
  readonly scale: Float64Array;
};

/** Runs every path of the law through the looks. Cost: paths × changes. */
export function walkPaths(law: Law, looks: readonly Look[]): Paths {
  const count = law.paths;
  const sums = new Float64Array(looks.length * count);
  const slopes = new Float64Array(looks.length * count);
  const scale = new Float64Array(looks.length);
  const signs = new Float64Array(count);
  const standing = new Map<number, Standing>();
  for (const [index, look] of looks.entries()) {
    const row = index * count;
    if (index > 0) {
      sums.copyWithin(row, row - count, row);
      slopes.copyWithin(row, row - count, row);
    }
    for (const change of look.changes) {
      const before = standing.get(change.coin);
      standing.set(change.coin, change);
      law.fill(change.coin, signs);
      const value = change.value - (before?.value ?? 0);
      const slope = change.slope - (before?.slope ?? 0);
      for (let path = 0; path < count; path += 1) {
        const sign = signs[path] as number;
        sums[row + path] = (sums[row + path] as number) + sign * value;
        slopes[row + path] = (slopes[row + path] as number) + sign * slope;
      }
    }
    let squares = 0;
    for (const { value } of standing.values()) squares += value * value;
    scale[index] = Math.sqrt(squares);
  }
  return { count, fractions: looks.map(({ fraction }) => fraction), sums, slopes, scale };
}
