/** A percentage off closes in on its gross by a digit or so a round; what takes longer is not explained. */
const ROUNDS = 200;

/**
 * The smallest gross that explains what was paid: the one that costs `paid` after what comes off it. Less
 * comes off less, so going up from the paid sum by what comes off each try ends at the smallest. A sum that
 * can be paid with nothing taken off is its own gross.
 * @param offAt what comes off goods of this gross; amounts in minor units.
 * @returns the gross, or `paid` itself where no gross explains it.
 */
export function grossBehind(paid: number, offAt: (gross: number) => number): number {
  let gross = paid;
  for (let round = 0; round < ROUNDS; round++) {
    const next = paid + offAt(gross);
    if (next === gross) return gross;
    if (next < gross) return paid;
    gross = next;
  }
  return paid;
}
