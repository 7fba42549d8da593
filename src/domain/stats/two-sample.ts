import { normalCdf, normalQuantile, tQuantile, tTwoSided } from "./special.js";

/** A sample as count, mean and variance (units², n − 1 below unless the source says otherwise). */
export type Sample = { readonly n: number; readonly mean: number; readonly variance: number };

export type Comparison = {
  /** Difference of means, or relative lift of the second over the first. */
  readonly estimate: number;
  readonly error: number;
  readonly df: number;
  readonly t: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
};

/**
 * Welch's t: the second mean minus the first, in units of the values.
 * Welch (1947), Biometrika 34:28, with Satterthwaite's degrees of freedom.
 * @throws RangeError below two values in a sample
 */
export function welch(first: Sample, second: Sample, alpha: number): Comparison {
  const a = first.variance / first.n;
  const b = second.variance / second.n;
  return compare(second.mean - first.mean, Math.sqrt(a + b), welchDf(first, second), alpha);
}

/**
 * The relative lift of the second mean over the first, by the delta method:
 * var = s₁²/(n₁ m₀²) + m₁² s₀²/(n₀ m₀⁴). Deng et al. (2018), KDD "Applying the delta method in metric analytics".
 * @returns lift as a fraction, 0.3 = +30 % @throws RangeError below two values, or for a first mean of 0
 */
export function relativeLift(first: Sample, second: Sample, alpha: number): Comparison {
  if (first.mean === 0) throw new RangeError("no lift over a mean of zero");
  const variance =
    second.variance / (second.n * first.mean ** 2) +
    (second.mean ** 2 * first.variance) / (first.n * first.mean ** 4);
  const lift = (second.mean - first.mean) / first.mean;
  return compare(lift, Math.sqrt(variance), welchDf(first, second), alpha);
}

/**
 * A ratio of sums (money per order) as a sample: mean M/D, variance by the delta method
 * s_m²/D̄² + M̄² s_d²/D̄⁴ − 2 M̄ s_md/D̄³. Deng et al. (2018).
 */
export function ratioSample(parts: {
  readonly n: number;
  readonly numerator: { readonly mean: number; readonly variance: number };
  readonly denominator: { readonly mean: number; readonly variance: number };
  readonly covariance: number;
}): Sample {
  const { numerator: m, denominator: d } = parts;
  return {
    n: parts.n,
    mean: m.mean / d.mean,
    variance:
      m.variance / d.mean ** 2 +
      (m.mean ** 2 * d.variance) / d.mean ** 4 -
      (2 * m.mean * parts.covariance) / d.mean ** 3,
  };
}

/**
 * Cluster-mean t: one value per group, the groups' means compared as a plain sample (Student, pooled).
 * Donner & Klar (2000), Design and Analysis of Cluster Randomization Trials, §6.
 * @throws RangeError below three clusters
 */
export function clusterMeanT(first: Sample, second: Sample, alpha: number): Comparison {
  const df = first.n + second.n - 2;
  const pooled =
    ((first.n > 1 ? (first.n - 1) * first.variance : 0) +
      (second.n > 1 ? (second.n - 1) * second.variance : 0)) /
    df;
  const error = Math.sqrt(pooled * (1 / first.n + 1 / second.n));
  return compare(second.mean - first.mean, error, df, alpha);
}

/** Student's t of one sample against zero: the fixed-horizon test of paired differences. */
export const pairedT = (sample: Sample, alpha: number): Comparison =>
  compare(sample.mean, Math.sqrt(sample.variance / sample.n), sample.n - 1, alpha);

/** Units per arm for a two-sided z test of a difference, both arms alike: 2 σ² (z_{α/2} + z_β)²/Δ². */
export const unitsPerArm = (
  difference: number,
  variance: number,
  alpha: number,
  power: number,
): number =>
  (2 * variance * (normalQuantile(1 - alpha / 2) + normalQuantile(power)) ** 2) / difference ** 2;

/** Power of a two-sided z test whose statistic has mean `drift` and variance 1. */
export const powerOf = (drift: number, alpha: number): number =>
  normalCdf(drift - normalQuantile(1 - alpha / 2)) +
  normalCdf(-drift - normalQuantile(1 - alpha / 2));

function welchDf(first: Sample, second: Sample): number {
  const a = first.variance / first.n;
  const b = second.variance / second.n;
  return (a + b) ** 2 / (a ** 2 / (first.n - 1) + b ** 2 / (second.n - 1));
}

function compare(estimate: number, error: number, df: number, alpha: number): Comparison {
  if (!(df > 0)) throw new RangeError("too few values to compare");
  const t = estimate / error;
  const reach = tQuantile(1 - alpha / 2, df) * error;
  const p = tTwoSided(t, df);
  return { estimate, error, df, t, p, low: estimate - reach, high: estimate + reach };
}
