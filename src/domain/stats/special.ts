import betainc from "@stdlib/math-base-special-betainc";
import betaincinv from "@stdlib/math-base-special-betaincinv";
import betaln from "@stdlib/math-base-special-betaln";
import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";
import gammainc from "@stdlib/math-base-special-gammainc";
import gammaln from "@stdlib/math-base-special-gammaln";

/** Held here because these run millions of times, and a lookup in another realm is slow. */
const { exp, PI, sqrt, SQRT2 } = Math;
const SQRT_TAU = sqrt(2 * PI);

/** ln Γ(x) for x > 0 (@stdlib, after FreeBSD msun). */
export const logGamma = (x: number): number => gammaln(x);

/** ln B(a, b) for a, b > 0 (@stdlib, after Boost). */
export const logBeta = (a: number, b: number): number => betaln(a, b);

/** Φ(z), the standard normal distribution function: erfc(−z/√2)/2, exact in both tails. */
export const normalCdf = (z: number): number => erfc(-z / SQRT2) / 2;

/** 1 − Φ(z) without cancellation. */
export const normalTail = (z: number): number => erfc(z / SQRT2) / 2;

/** φ(z), the standard normal density. */
export const normalDensity = (z: number): number => exp((-z * z) / 2) / SQRT_TAU;

/**
 * z with Φ(z) = p.
 * @throws RangeError unless 0 <= p <= 1
 */
export function normalQuantile(p: number): number {
  checkProbability(p);
  return -SQRT2 * erfcinv(2 * p);
}

/**
 * The probability that |T| >= |t| for Student's t: I_{ν/(ν+t²)}(ν/2, 1/2) (Abramowitz & Stegun 26.5.27).
 * @param df degrees of freedom, any number > 0
 */
export function tTwoSided(t: number, df: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? Number.NaN : 0;
  return betainc(df / (df + t * t), df / 2, 0.5);
}

/**
 * t with P(T <= t) = p, by the inverse of the incomplete beta function.
 * @throws RangeError unless 0 < p < 1
 */
export function tQuantile(p: number, df: number): number {
  checkProbability(p);
  if (p < 0.5) return -tQuantile(1 - p, df);
  const tail = 2 * (1 - p);
  // Near the middle 1 − x loses its digits; there the complement is inverted instead.
  if (tail > 0.5) {
    const y = betaincinv(1 - tail, 0.5, df / 2);
    return sqrt((df * y) / (1 - y));
  }
  const x = betaincinv(tail, df / 2, 0.5);
  return sqrt((df * (1 - x)) / x);
}

/** The probability that a χ² with `df` degrees of freedom is at least `x`: Q(df/2, x/2). */
export const chiSquareTail = (x: number, df: number): number =>
  x <= 0 ? 1 : gammainc(x / 2, df / 2, true, true);

/**
 * x with I_x(a, b) = p: the quantile of the beta distribution.
 * @throws RangeError unless 0 <= p <= 1
 */
export function betaQuantile(p: number, a: number, b: number): number {
  checkProbability(p);
  return betaincinv(p, a, b);
}

/** I_x(a, b): the distribution function of the beta distribution. */
export const betaCdf = (x: number, a: number, b: number): number => betainc(x, a, b);

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`not a probability: ${p}`);
}
