/**
 * Splits a total over integer weights by largest remainder: parts sum to the total exactly, and
 * leftover units go to the largest remainders, ties to the earlier part.
 * @param total minor units, zero or more. @throws RangeError without a positive weight.
 */
export function share(total: number, weights: readonly bigint[]): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (sum <= 0n || weights.some((weight) => weight < 0n))
    throw new RangeError("no weight to share by");
  if (!Number.isSafeInteger(total) || total < 0) throw new RangeError(`cannot share ${total}`);
  const exact = weights.map((weight) => BigInt(total) * weight);
  const parts = exact.map((value) => Number(value / sum));
  const left = total - parts.reduce((all, part) => all + part, 0);
  const order = exact
    .map((value, index) => ({ index, rest: value % sum }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of order.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
