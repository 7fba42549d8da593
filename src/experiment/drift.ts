/**
 * How far two groups have drifted apart since the pre-period: the mean of earlier blocks' R, and how far
 * that moves per unit of log lift. `precision` is what both are known with.
 */
export type Drift = { readonly mean: number; readonly slope: number; readonly precision: number };

export const NO_DRIFT: Drift = { mean: 0, slope: 0, precision: 0 };

/** The days that a prediction looks back over, as the pre-period does. */
const MEMORY_DAYS = 14;

/**
 * The drift after one more block. The pre-period says 0 with fourteen days' precision and is forgotten as
 * newer days come in: an exponential window of fourteen days. R and its weight are the same whatever
 * the coins did if nothing differs, so D less the drift of earlier blocks keeps the test exact, and what
 * a lift of τ adds to the drift is known and taken away (`slope`).
 * @param block.sign whether R = +D or −D @param block.weight the precision of D @param block.days its length
 */
export function observe(
  drift: Drift,
  block: {
    readonly value: number;
    readonly slope: number;
    readonly weight: number;
    readonly sign: number;
    readonly days: number;
  },
): Drift {
  const before = drift.precision || (block.weight / block.days) * MEMORY_DAYS;
  const kept = before * (1 - 1 / MEMORY_DAYS) ** block.days;
  const precision = kept + block.weight;
  return {
    mean: (kept * drift.mean + block.weight * block.sign * block.value) / precision,
    slope: (kept * drift.slope + block.weight * block.sign * block.slope) / precision,
    precision,
  };
}
