import { betaCdf } from "./special.js";

/**
 * The two-sided exact test that k of n coins fell to the treated side with chance p each: twice the
 * smaller tail, at most 1. P(K >= k) = I_p(k, n − k + 1). Clopper & Pearson (1934), Biometrika 26:404.
 * @throws RangeError for counts or chances out of range
 */
export function binomialTest(k: number, n: number, p: number): number {
  if (!(p > 0 && p < 1 && k >= 0 && n >= k)) throw new RangeError("no such count or chance");
  const atLeast = k === 0 ? 1 : betaCdf(p, k, n - k + 1);
  const atMost = k === n ? 1 : 1 - betaCdf(p, k + 1, n - k);
  return Math.min(1, 2 * Math.min(atLeast, atMost));
}
