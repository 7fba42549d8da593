/**
 * Spreads a total over whole weights by largest remainder; ties go to the earlier one. The parts are
 * whole numbers that sum to the total, and none exceeds its weight while the total doesn't exceed their sum.
 * @throws RangeError when a total above zero meets weights that are all zero, or anything is negative.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  let sum = 0;
  for (const weight of weights) {
    if (weight < 0) throw new RangeError(`a negative weight: ${weight}`);
    sum += weight;
  }
  if (total < 0 || (total > 0 && sum === 0))
    throw new RangeError(`nothing to spread ${total} over`);
  if (total === 0) return weights.map(() => 0);
  return total * sum <= Number.MAX_SAFE_INTEGER
    ? spread(total, sum, weights)
    : spreadExactly(BigInt(total), weights.map(BigInt));
}

function spread(total: number, sum: number, weights: readonly number[]): number[] {
  // Copied and overwritten: `map` would make an array of doubles of it, which every later use pays for.
  const parts = weights.slice();
  let left = total;
  for (let i = 0; i < parts.length; i++) {
    // Below 2^53 a quotient never rounds up to the next whole number, so the parts are exact.
    const part = Math.floor((total * (weights[i] ?? 0)) / sum);
    parts[i] = part;
    left -= part;
  }
  for (; left > 0; left--) {
    let best = 0;
    let most = -1;
    for (let i = 0; i < parts.length; i++) {
      // Negative for a part that has been given one: each is given one at most.
      const rest = total * (weights[i] ?? 0) - (parts[i] ?? 0) * sum;
      if (rest <= most) continue;
      best = i;
      most = rest;
    }
    parts[best] = (parts[best] ?? 0) + 1;
  }
  return parts;
}

function spreadExactly(total: bigint, weights: readonly bigint[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const parts = weights.map((weight) => (total * weight) / sum);
  const left = Number(total - parts.reduce((all, part) => all + part, 0n));
  const rests = weights.map((weight, i) => ({ i, rest: (total * weight) % sum }));
  rests.sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  for (const { i } of rests.slice(0, left)) parts[i] = (parts[i] ?? 0n) + 1n;
  return parts.map(Number);
}
