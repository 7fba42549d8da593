/** What a first offer asks and gives, in minor units. */
export type OfferSums = {
  readonly spend: number;
  readonly off: number;
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
  const step = roundStep(order / 10);
  const part = Math.max(Math.floor(step / 5), 1);
  const up = (sum: number) => Math.ceil(sum / step) * step;
  const spend = up(order * ABOVE);
  const off = Math.max(Math.round((spend * SHARE) / part) * part, part);
  const half = Math.max(up(order / 2), 2 * off);
  return { spend, off, half, higher: spend + step, budget: off * USES * groups };
}

/** The greatest of 1, 2, 5, 10, 20, 50 … that is at most `size`; 1 where none is. */
function roundStep(size: number): number {
  const tens = 10 ** Math.max(Math.floor(Math.log10(size)), 0);
  return ([5, 2].find((times) => times * tens <= size) ?? 1) * tens;
}
