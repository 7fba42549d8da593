/** So much off from so much on, in minor units. */
type Threshold = { readonly spend: number; readonly off: number };

/** What a first offer asks and gives, in minor units. */
export type OfferSums = Threshold & {
  /** The threshold that an experiment tries against `spend`. */
  readonly higher: number;
  /** The threshold of a newcomer's coupon. */
  readonly half: number;
  readonly budget: number;
};

/** A threshold lies so far above the average order that one thing more reaches it. */
const ABOVE = 1.15;
/** What is given of a threshold: 5 of 60. */
const SHARE = 0.08;
/** Uses for each group that a first budget pays for. */
export const USES = 100;

/**
 * A first offer for an average order, in round numbers that people remember: 60 and 5 at 52.00. It is where to begin
 * and no more than that; which numbers sell is what experiments are for.
 * @param order the average order in minor units, 1 or more
 */
export function firstOffer(order: number, groups: number): OfferSums {
  const { up, step, offAt } = roundAt(order);
  const spend = up(order * ABOVE);
  const off = offAt(spend);
  const half = Math.max(up(order / 2), 2 * off);
  return { spend, off, half, higher: spend + step, budget: off * USES * groups };
}

/**
 * Offers like the first one at other thresholds.
 * @param parts where they lie, as parts of the average order, ascending
 */
export function offersAbout(order: number, parts: readonly number[]): readonly Threshold[] {
  const { up, offAt } = roundAt(order);
  const spends = new Set(parts.map((part) => up(order * part)));
  return [...spends].map((spend) => ({ spend, off: offAt(spend) }));
}

/** Round sums about an average order: at most a tenth of it apart. */
function roundAt(order: number) {
  const step = roundStep(order / 10);
  const part = Math.max(Math.floor(step / 5), 1);
  return {
    step,
    up: (sum: number) => Math.ceil(sum / step) * step,
    offAt: (spend: number) => Math.max(Math.round((spend * SHARE) / part) * part, part),
  };
}

/** The greatest of 1, 2, 5, 10, 20, 50 … that is at most `size`; 1 where none is. */
function roundStep(size: number): number {
  const tens = 10 ** Math.max(Math.floor(Math.log10(size)), 0);
  return ([5, 2].find((times) => times * tens <= size) ?? 1) * tens;
}
