import { betaCdf, logBeta, logGamma } from "./special.js";

/**
 * Evidence that events fall into the treated arm more often than by its share of exposure:
 * B(a+k, b+n−k) / (B(a,b) p^k (1−p)^{n−k}), the mixing beta cut to shares above p (one-sided).
 * It counts events as independent; where one group's bad day brings many at once, judge by the
 * randomisation e-process on the group's counts instead (docs/decisions).
 * Source: Robbins (1970), Ann. Math. Stat. 41:1397; Howard et al. (2021), Ann. Stat. 49:1055.
 * @param k events in the treated arm @param n events in all @param p the treated share of exposure
 * @throws RangeError for counts or shares out of range
 */
export function betaMixture(k: number, n: number, p: number, a = 1, b = 1): number {
  if (!(p > 0 && p < 1 && k >= 0 && n >= k)) throw new RangeError("no such count or share");
  const whole =
    logBeta(a + k, b + n - k) - logBeta(a, b) - k * Math.log(p) - (n - k) * Math.log1p(-p);
  const prior = 1 - betaCdf(p, a, b);
  const posterior = betaCdf(1 - p, b + n - k, a + k);
  return Math.exp(whole) * (posterior / prior);
}

/**
 * Evidence that counts don't follow the shares that the design promises (sample-ratio mismatch).
 * Dirichlet-multinomial Bayes factor: Γ(A)/Γ(A+n) · Π Γ(αᵢ+nᵢ)/Γ(αᵢ) / Π θᵢ^nᵢ, α = concentration × θ.
 * Source: Lindon & Malek (2022), "Anytime-valid inference for multinomial count data", NeurIPS.
 * @param counts units seen in each arm @param shares promised, summing to 1
 * @returns an e-value: at or above 1000 the alarm sounds, falsely with probability below 0.001 ever
 */
export function sampleRatio(
  counts: readonly number[],
  shares: readonly number[],
  concentration = 100,
): number {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (counts.length !== shares.length || Math.abs(total - 1) > 1e-9 || shares.some((s) => !(s > 0)))
    throw new RangeError("shares must be positive, sum to 1, and match the counts");
  const n = counts.reduce((sum, count) => sum + count, 0);
  let log = logGamma(concentration) - logGamma(concentration + n);
  for (const [i, count] of counts.entries()) {
    const share = shares[i] as number;
    const alpha = concentration * share;
    log += logGamma(alpha + count) - logGamma(alpha) - count * Math.log(share);
  }
  return Math.exp(log);
}
