import { normalCdf, normalDensity, normalQuantile } from "./special.js";

export type Posterior = { readonly mean: number; readonly deviation: number };

/**
 * The posterior of an effect under a normal likelihood and a normal or flat prior, for the figures
 * labelled "not peeking-calibrated". Precisions add: Gelman et al., Bayesian Data Analysis (2013), §2.5.
 * @param prior absent: flat
 */
export function posterior(
  estimate: number,
  error: number,
  prior?: { readonly mean: number; readonly variance: number },
): Posterior {
  if (!prior) return { mean: estimate, deviation: error };
  const precision = 1 / error ** 2 + 1 / prior.variance;
  const mean = (estimate / error ** 2 + prior.mean / prior.variance) / precision;
  return { mean, deviation: Math.sqrt(1 / precision) };
}

/** P(effect > 0). */
export const chanceToWin = ({ mean, deviation }: Posterior): number =>
  deviation > 0 ? normalCdf(mean / deviation) : mean > 0 ? 1 : 0;

/** The central interval that holds the effect with probability 1 − α. */
export function credible(post: Posterior, alpha: number): { low: number; high: number } {
  const reach = normalQuantile(1 - alpha / 2) * post.deviation;
  return { low: post.mean - reach, high: post.mean + reach };
}

/**
 * What choosing each arm loses on average, in units of the effect: E max(effect, 0) for staying with
 * the first, E max(−effect, 0) for the second. σ φ(μ/σ) + μ Φ(μ/σ).
 */
export function expectedLoss({ mean, deviation }: Posterior): {
  readonly first: number;
  readonly second: number;
} {
  if (!(deviation > 0)) return { first: Math.max(mean, 0), second: Math.max(-mean, 0) };
  const z = mean / deviation;
  const bump = deviation * normalDensity(z);
  return {
    first: Math.max(0, bump + mean * normalCdf(z)),
    second: Math.max(0, bump - mean * normalCdf(-z)),
  };
}
