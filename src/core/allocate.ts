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
    : spreadExactly(BigInt(total), weights);
}

function spread(total: number, sum: number, weights: readonly number[]): number[] {
  let left = total;
  const parts: number[] = [];
  const rests: number[] = [];
  for (const weight of weights) {
    const share = total * weight;
    // Below 2^53 a quotient never rounds up to the next whole number, so this is what `%` would say.
    const part = Math.floor(share / sum);
    parts.push(part);
    rests.push(share - part * sum);
    left -= part;
  }
  return top(parts, rests, left);
}

function spreadExactly(total: bigint, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  let left = Number(total);
  const rests: bigint[] = [];
  const parts = weights.map((weight) => {
    const share = total * BigInt(weight);
    rests.push(share % sum);
    left -= Number(share / sum);
    return Number(share / sum);
  });
  return top(parts, rests, left);
}

/** Gives one more to each of the `left` largest remainders. */
function top(parts: number[], rests: (number | bigint)[], left: number): number[] {
  for (let given = 0; given < left; given++) {
    let best = 0;
    for (let i = 1; i < rests.length; i++) if ((rests[i] ?? 0) > (rests[best] ?? 0)) best = i;
    parts[best] = (parts[best] ?? 0) + 1;
    rests[best] = -1;
  }
  return parts;
}
