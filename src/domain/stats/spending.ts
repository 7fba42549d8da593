import { normalQuantile, normalTail } from "./special.js";

/**
 * The error that may be spent by the fraction f of the horizon: a(f) = 4 [1 − Φ(z_{α/4} / √f)].
 * Lan & DeMets (1983), Biometrika 70:659, O'Brien–Fleming type, two-sided; a(1) = α.
 * @param fraction elapsed part of the horizon; above 1 counts as 1, at or below 0 nothing is spent
 */
export function spent(fraction: number, alpha: number): number {
  if (!(fraction > 0)) return 0;
  if (fraction >= 1) return alpha;
  return 4 * normalTail(-normalQuantile(alpha / 4) / Math.sqrt(fraction));
}
