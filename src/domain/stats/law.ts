import { createRandom, keyOf, threefry } from "./random.js";

/**
 * What the randomisation could have done: path 0 is what it did, the others are drawn from (or are all
 * of) the design's law. `fill` writes the coefficient that each path gives to one coin's value.
 */
export type Law = {
  readonly paths: number;
  /** Every possible outcome is listed once, so that p is exact. */
  readonly exact: boolean;
  readonly fill: (coin: number, out: Float64Array) => void;
};

/**
 * Independent fair coins, as signs relative to what was observed (+1). All 2^coins outcomes when they
 * are no more than `draws` + 1, else path 0 and `draws` sampled ones. Bit i of path b and coin u is a
 * threefry bit of counter (u, ⌊b/64⌋): a later coin changes no earlier one.
 * @param coins how many the design has, also those still to come
 */
export function fairCoins(coins: number, draws: number, seed: string): Law {
  if (coins <= 30 && 2 ** coins <= draws + 1) {
    return {
      paths: 2 ** coins,
      exact: true,
      fill: (coin, out) => {
        for (let path = 0; path < 2 ** coins; path += 1) out[path] = (path >> coin) & 1 ? -1 : 1;
      },
    };
  }
  const key = keyOf(seed);
  const words = new Uint32Array(2);
  const fill = (coin: number, out: Float64Array): void => {
    for (let start = 0; start <= draws; start += 64) {
      threefry(key, coin, start >>> 6, words);
      const end = Math.min(draws + 1, start + 64);
      for (let path = start; path < end; path += 1)
        out[path] = 1 - 2 * (((words[(path >> 5) & 1] as number) >>> (path & 31)) & 1);
    }
    out[0] = 1;
  };
  return { paths: draws + 1, exact: false, fill };
}

/**
 * Complete randomisation: as many groups treated as were, any of them equally likely. A treated group
 * has the coefficient 1/n₁, another −1/n₀, so that a sum of coefficient × value is a difference of means.
 * @param treated which groups the randomisation chose, in the order of the coins
 * @throws RangeError when either side is empty
 */
export function completeRandomisation(
  treated: readonly boolean[],
  draws: number,
  seed: string,
): Law {
  const chosen = treated.filter(Boolean).length;
  const rest = treated.length - chosen;
  if (chosen === 0 || rest === 0) throw new RangeError("both arms need a group");
  const total = choose(treated.length, chosen);
  const exact = total <= draws + 1;
  const observed = treated.flatMap((is, group) => (is ? [group] : []));
  const sets = exact
    ? [observed, ...subsets(treated.length, chosen).filter((set) => !same(set, observed))]
    : [observed, ...sampled(treated.length, chosen, draws, seed)];
  const coefficients = treated.map(() => new Float64Array(sets.length).fill(-1 / rest));
  for (const [path, set] of sets.entries())
    for (const group of set) (coefficients[group] as Float64Array)[path] = 1 / chosen;
  return {
    paths: sets.length,
    exact,
    fill: (coin, out) => out.set(coefficients[coin] as Float64Array),
  };
}

/** n over k; exact while it fits in 2^53. */
export function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i += 1) result = (result * (n - i + 1)) / i;
  return Math.round(result);
}

function subsets(n: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  const found: number[][] = [];
  for (let first = from; first <= n - k; first += 1)
    for (const rest of subsets(n, k - 1, first + 1)) found.push([first, ...rest]);
  return found;
}

function sampled(n: number, k: number, draws: number, seed: string): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: draws }, () => {
    const deck = Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < k; i += 1) {
      const other = i + random.below(n - i);
      [deck[i], deck[other]] = [deck[other] as number, deck[i] as number];
    }
    return deck.slice(0, k);
  });
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, i) => value === b[i]);
