import { completeRandomisation, fairCoins } from "./law.js";

export type PermutationResult = {
  readonly statistic: number;
  readonly oneSided: number;
  readonly twoSided: number;
  readonly exact: boolean;
};

const TIE = 1e-9;

/**
 * The sign-flip randomisation test of paired differences: the sum over all 2^n outcomes of the
 * pairs' coins (n up to 20), else over `draws` of them and the observed one.
 * Fisher (1935), The Design of Experiments, §21. One-sided: at least as large as observed.
 * @param differences treated minus other, one per pair
 */
export function signFlipTest(
  differences: readonly number[],
  options: { readonly draws: number; readonly seed: string },
): PermutationResult {
  const n = differences.length;
  const draws = n <= 20 ? Math.max(options.draws, 2 ** n) : options.draws;
  return tally(fairCoins(n, draws, options.seed), differences);
}

/**
 * The permutation test of a difference of means under complete randomisation of groups.
 * Exact when C(J, n₁) <= draws + 1. @throws RangeError when an arm is empty
 */
export function permutationTest(
  values: readonly number[],
  treated: readonly boolean[],
  options: { readonly draws: number; readonly seed: string },
): PermutationResult {
  return tally(completeRandomisation(treated, options.draws, options.seed), values);
}

function tally(law: ReturnType<typeof fairCoins>, values: readonly number[]): PermutationResult {
  const sums = new Float64Array(law.paths);
  const row = new Float64Array(law.paths);
  for (const [coin, value] of values.entries()) {
    law.fill(coin, row);
    for (let path = 0; path < sums.length; path += 1)
      sums[path] = (sums[path] as number) + (row[path] as number) * value;
  }
  const statistic = sums[0] as number;
  const slack = TIE * values.reduce((sum, value) => sum + Math.abs(value), 0);
  let one = 0;
  let two = 0;
  for (const sum of sums) {
    if (sum >= statistic - slack) one += 1;
    if (Math.abs(sum) >= Math.abs(statistic) - slack) two += 1;
  }
  return { statistic, oneSided: one / sums.length, twoSided: two / sums.length, exact: law.exact };
}
