/**
 * How far two groups have drifted apart since the pre-period: a weighted mean of earlier blocks' R, and
 * how far that moves per unit of log lift. `precision` is what it is known with, `shares` how much of
 * it each coin's sign decides.
 */
export type Drift = {
  readonly mean: number;
  readonly slope: number;
  readonly precision: number;
  readonly shares: ReadonlyMap<number, number>;
};

/** R of one block: its sign says whether R = +D or −D; `weight` is the precision of D. */
export type Block = {
  readonly value: number;
  readonly slope: number;
  readonly weight: number;
  readonly sign: number;
  readonly days: number;
};

const NOTHING = { mean: 0, slope: 0, shares: new Map<number, number>() };
/** A part of the drift too small to be worth a coin's while. */
const SMALLEST_PART = 0.1;

/**
 * The drift after one more block: an exponential window of `memory` days. R and its weight are the same
 * whatever the coins did if nothing differs, so D less the drift of earlier blocks keeps the test exact,
 * and what a lift of τ adds to the drift is known and taken away (`slope`).
 * @param coin the block's own; undefined in the pre-period, which has none. Where no block came before,
 *   the prediction counts as `memory` days of 0
 */
export function observe(
  drift: Drift | undefined,
  block: Block,
  { memory, coin }: { readonly memory: number; readonly coin?: number },
): Drift {
  const { days, weight, sign } = block;
  const before = drift ?? {
    ...NOTHING,
    precision: coin === undefined ? 0 : (weight / days) * memory,
  };
  const kept = before.precision * (1 - 1 / memory) ** days;
  const precision = kept + weight;
  const old = kept / precision;
  const fresh = weight / precision;
  const shares = new Map([...before.shares].map(([each, part]) => [each, part * old]));
  if (coin !== undefined) shares.set(coin, (shares.get(coin) ?? 0) + fresh * sign);
  return {
    mean: old * before.mean + fresh * sign * block.value,
    slope: old * before.slope + (coin === undefined ? 0 : fresh * sign * block.slope),
    precision,
    shares: new Map([...shares].filter(([, part]) => Math.abs(part) >= SMALLEST_PART)),
  };
}

/** The days that a prediction may look back over; the first is the pre-period's own length. */
const MEMORIES: readonly number[] = [14, 7, 4, 2];

/** The pre-period of two groups: each day, and a block as long as the design's that begins with it. */
export type Past = readonly { readonly day: Block; readonly ahead: Block | undefined }[];

/**
 * The memory with which the blocks of the pre-period are best foretold from the days before them, by the
 * weighted sum of squared errors over all pairs; the longest where two are as good.
 */
export function memoryOf(pairs: Iterable<Past>): number {
  const all = [...pairs];
  const losses = MEMORIES.map((memory) => {
    let sum = 0;
    for (const past of all) {
      let drift: Drift | undefined;
      for (const { day, ahead } of past) {
        if (drift && ahead) sum += ahead.weight * (ahead.value - drift.mean) ** 2;
        drift = observe(drift, day, { memory });
      }
    }
    return sum;
  });
  return MEMORIES[losses.indexOf(Math.min(...losses))] as number;
}
