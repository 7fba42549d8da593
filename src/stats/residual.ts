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
