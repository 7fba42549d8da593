/**
 * How much more happened than the pre-period foretells, as a log ratio:
 * r = log((Y + ½)/(pred + ½)). The ½ keeps a day without an order finite and makes E r nearly
 * log(E Y / pred) for counts (Anscombe 1956; Haldane 1955 for ½).
 * @param actual what happened, in units (orders; money divided by the mean order)
 * @param predicted what the pre-period foretells, in the same units
 * @throws RangeError for a negative or infinite number
 */
export function residual(actual: number, predicted: number): number {
  if (!(actual >= 0 && predicted >= 0 && actual + predicted < Number.POSITIVE_INFINITY))
    throw new RangeError(`no residual of ${actual} over ${predicted}`);
  return Math.log((actual + 0.5) / (predicted + 0.5));
}

/**
 * How far a count's log(Y + ½) moves per unit of log lift: Y log((Y + ½)/(Y − ½)). For any mixture of
 * Poissons E[λ (f(Y+1) − f(Y))] = E[Y (f(Y) − f(Y−1))] (Robbins 1956), so the mean of this over the
 * pre-period is the slope there, whatever the rates were. Near 1, and 0 for a day without events.
 */
export const countSensitivity = (count: number): number =>
  count < 1 ? count * Math.log(3) : count * Math.log((count + 0.5) / (count - 0.5));

/** The same for an amount that a lift multiplies: d log(Y e^τ + ½)/dτ at 0 = Y/(Y + ½). */
export const amountSensitivity = (amount: number): number => amount / (amount + 0.5);

/** The log shock of a group-day that precisions assume; it steers power, never validity. */
const SHOCK = 0.3;

/**
 * How much a difference of two residuals tells: 1/(2σ²/days + 1/(ρp₁ + ½) + 1/(ρp₂ + ½)), ρ = (y₁ + y₂ + 1)/(p₁ + p₂ + 1)
 * what both made of the prediction. It treats both sides alike, so a coin's sign can't be read from it,
 * and a test whose D are weighted by it stays exact (inverse-variance weights of a Poisson with shocks).
 * @returns per squared log unit
 */
export function precision(sides: readonly [Side, Side], days: number): number {
  const [a, b] = sides;
  const ratio = (a.actual + b.actual + 1) / (a.predicted + b.predicted + 1);
  const counts = 1 / (ratio * a.predicted + 0.5) + 1 / (ratio * b.predicted + 0.5);
  return 1 / ((2 * SHOCK ** 2) / days + counts);
}
export type Side = { readonly actual: number; readonly predicted: number };
