/**
 * The p-quantile of a sample by linear interpolation (type 7 of Hyndman & Fan 1996), in units of the values.
 * @throws RangeError for an empty sample or p outside [0, 1]
 */
export function sampleQuantile(values: readonly number[], p: number): number {
  if (values.length === 0 || !(p >= 0 && p <= 1)) throw new RangeError("no such quantile");
  const sorted = Float64Array.from(values).sort();
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (at - below) * (high - low);
}

/** A value no higher than the cap: what one whale may weigh. The cap comes from the pre-period. */
export const winsorise = (value: number, cap: number): number => Math.min(value, cap);
