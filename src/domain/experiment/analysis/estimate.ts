import { momentsOf, varianceOf } from "../../stats/moments.js";
import type { Look, Standing } from "../../stats/paths.js";
import type { Sample } from "../../stats/two-sample.js";

/** A log lift, its standard error, and the coins' last values that it comes from, in their order. */
type Estimate = {
  readonly estimate: number;
  readonly error: number;
  readonly values: readonly number[];
};

/** The second moment of a sample with its count and mean. */
export function sampleOf(values: readonly number[]): Sample {
  const moments = momentsOf(values);
  return { n: moments.n, mean: moments.mean, variance: varianceOf(moments) };
}

/**
 * The log lift from the coins' last values, and its standard error by linearisation. Pairs: the ratio
 * estimator Σv/Σs, variance n/(n − 1) Σ(v − τs)²/(Σs)² (Cochran 1977, Sampling Techniques, §6.3). Groups
 * without pairs: a difference of means, variance s₁²/n₁ + s₀²/n₀ (Neyman 1923).
 * @param treated which coins are treated groups; absent where a coin is a pair
 * @returns undefined below two coins (two on each side)
 */
export function estimateOf(
  looks: readonly Look[],
  treated: readonly boolean[] | undefined,
): Estimate | undefined {
  const last = new Map<number, Standing>();
  for (const { changes } of looks) for (const change of changes) last.set(change.coin, change);
  const coins = [...last.values()].sort((a, b) => a.coin - b.coin);
  const values = coins.map(({ value }) => value);
  const found = treated ? difference(coins, treated) : ratio(coins);
  return found && Number.isFinite(found.error) ? { ...found, values } : undefined;
}

function ratio(coins: readonly Standing[]) {
  const n = coins.length;
  const weight = coins.reduce((sum, { slope }) => sum + slope, 0);
  if (n < 2 || !(Math.abs(weight) > 0)) return undefined;
  const estimate = coins.reduce((sum, { value }) => sum + value, 0) / weight;
  const squares = coins.reduce((sum, { value, slope }) => sum + (value - estimate * slope) ** 2, 0);
  return { estimate, error: Math.sqrt((n / (n - 1)) * squares) / Math.abs(weight) };
}

function difference(coins: readonly Standing[], treated: readonly boolean[]) {
  const side = (which: boolean) => coins.filter(({ coin }) => treated[coin] === which);
  const [control, other] = [side(false), side(true)];
  const mean = (own: readonly Standing[]) => sampleOf(own.map(({ slope }) => slope)).mean;
  const weight = mean(other) - mean(control);
  if (control.length < 2 || other.length < 2 || !(weight > 0)) return undefined;
  const [a, b] = [control, other].map((own) => sampleOf(own.map(({ value }) => value))) as [
    Sample,
    Sample,
  ];
  const error = Math.sqrt(a.variance / a.n + b.variance / b.n) / weight;
  return { estimate: (b.mean - a.mean) / weight, error };
}
