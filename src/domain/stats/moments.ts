/** Count, mean and sum of squared deviations from the mean. */
export type Moments = { readonly n: number; readonly mean: number; readonly m2: number };

export const NO_MOMENTS: Moments = { n: 0, mean: 0, m2: 0 };

/**
 * One more value. Welford (1962), Technometrics 4:419: never Σx and Σx², which lose every digit
 * when the mean is large beside the spread.
 */
export function addValue({ n, mean, m2 }: Moments, value: number): Moments {
  const delta = value - mean;
  const next = mean + delta / (n + 1);
  return { n: n + 1, mean: next, m2: m2 + delta * (value - next) };
}

/** The moments of both samples together. Chan, Golub & LeVeque (1979). */
function mergeMoments(a: Moments, b: Moments): Moments {
  const n = a.n + b.n;
  if (n === 0) return NO_MOMENTS;
  const delta = b.mean - a.mean;
  return { n, mean: a.mean + (delta * b.n) / n, m2: a.m2 + b.m2 + (delta * delta * a.n * b.n) / n };
}

/** The moments of a sample. */
export const momentsOf = (values: Iterable<number>): Moments => {
  let moments = NO_MOMENTS;
  for (const value of values) moments = addValue(moments, value);
  return moments;
};

/** The unbiased variance, in squared units of the values; NaN below two values. */
export const varianceOf = ({ n, m2 }: Moments): number => (n < 2 ? Number.NaN : m2 / (n - 1));

/** The standard deviation, in units of the values; NaN below two values. */
export const deviationOf = (moments: Moments): number => Math.sqrt(varianceOf(moments));

/**
 * One-way analysis of variance over clusters, and the intra-cluster correlation.
 * Source: Kerry & Bland, BMJ 1998;316:1455 (ICC = (MSB − MSW)/(MSB + (m − 1) MSW), m the mean size).
 * @throws RangeError below two clusters or without a value to spare inside them
 */
export function oneWay(clusters: readonly (readonly number[])[]): {
  readonly f: number;
  readonly dfBetween: number;
  readonly dfWithin: number;
  readonly meanSquareWithin: number;
  readonly r2: number;
  readonly icc: number;
} {
  const each = clusters.map(momentsOf);
  const all = each.reduce(mergeMoments, NO_MOMENTS);
  const within = each.reduce((sum, { m2 }) => sum + m2, 0);
  const between = each.reduce((sum, { n, mean }) => sum + n * (mean - all.mean) ** 2, 0);
  const dfBetween = clusters.length - 1;
  const dfWithin = all.n - clusters.length;
  if (dfBetween < 1 || dfWithin < 1) throw new RangeError("too few values for clusters");
  const meanBetween = between / dfBetween;
  const meanWithin = within / dfWithin;
  const size = all.n / clusters.length;
  return {
    f: meanBetween / meanWithin,
    dfBetween,
    dfWithin,
    meanSquareWithin: meanWithin,
    r2: between / (between + within),
    icc: (meanBetween - meanWithin) / (meanBetween + (size - 1) * meanWithin),
  };
}

/** How many times more people a design needs when clusters of `size` are randomised: 1 + (m − 1) ICC. */
export const designEffect = (size: number, icc: number): number => 1 + (size - 1) * icc;
