import type { Paths } from "./paths.js";
import { spent } from "./spending.js";

/** Sums that differ by less than rounding are ties; ties are never rejected. */
const TIE = 1e-9;

/**
 * The randomisation group-sequential test of "the log lift is τ everywhere".
 * At each look, among paths still alive the top ⌊a(f)(B+1)⌋ − used by |S(τ)| are rejected, ties not;
 * the verdict falls when path 0 is among them. Under the hypothesis the observed path is
 * exchangeable with the others, so P(rejected) <= α for any distribution and autocorrelation.
 * Sources: Lan & DeMets (1983) for the spending; Rosenberger & Lachin, Randomization in Clinical
 * Trials (2016), ch. 6 and 13 for sequentially monitored randomisation tests.
 * @param tau hypothetical log lift
 * @param level the α that is spent by fraction 1
 * @returns the index of the look that rejects, or −1
 */
export function rejectingLook(paths: Paths, tau: number, level: number): number {
  for (const { look, rejected } of rejections(paths, tau, level)) if (rejected) return look;
  return -1;
}

/** The |X| that a look's statistic has to pass to be rejected, for each look that spends something. */
export const criticalValues = (
  paths: Paths,
  level: number,
): { readonly look: number; readonly value: number }[] =>
  [...rejections(paths, 0, level)].flatMap(({ look, edge }) => {
    const scale = paths.scale[look] as number;
    return scale > 0 ? [{ look, value: edge / scale }] : [];
  });

/** Each look that may reject some paths: the |S(τ)| above which it does, and whether path 0 is among them. */
function* rejections(
  paths: Paths,
  tau: number,
  level: number,
): Generator<{ readonly look: number; readonly edge: number; readonly rejected: boolean }> {
  const { count, fractions, sums, slopes, scale } = paths;
  const alive = new Int32Array(count);
  for (let path = 0; path < count; path += 1) alive[path] = path;
  const sizes = new Float64Array(count);
  const scratch = new Float64Array(count);
  let living = count;
  for (let look = 0; look < fractions.length; look += 1) {
    const budget = Math.floor(spent(fractions[look] as number, level) * count + 1e-9);
    const quota = budget - (count - living);
    if (quota <= 0) continue;
    const row = look * count;
    for (let i = 0; i < living; i += 1) {
      const at = row + (alive[i] as number);
      const sum = (sums[at] as number) - tau * (slopes[at] as number);
      sizes[i] = sum < 0 ? -sum : sum;
    }
    scratch.set(sizes.subarray(0, living));
    const bar = largest(scratch, living, quota + 1);
    const edge = bar + TIE * (bar + (scale[look] as number));
    let kept = 0;
    let rejected = false;
    for (let i = 0; i < living; i += 1) {
      const path = alive[i] as number;
      if ((sizes[i] as number) > edge) {
        rejected ||= path === 0;
      } else {
        alive[kept] = path;
        kept += 1;
      }
    }
    living = kept;
    yield { look, edge, rejected };
  }
}

/** The k-th largest of the first n values, by Hoare's quickselect; reorders them. */
function largest(values: Float64Array, n: number, k: number): number {
  let low = 0;
  let high = n - 1;
  const target = Math.min(k, n) - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] as number) > pivot) i += 1;
      while ((values[j] as number) < pivot) j -= 1;
      if (i <= j) {
        const held = values[i] as number;
        values[i] = values[j] as number;
        values[j] = held;
        i += 1;
        j -= 1;
      }
    }
    if (target <= j) high = j;
    else if (target >= i) low = i;
    else break;
  }
  return values[target] as number;
}

/**
 * The two-sided p of one look as if it were the only one: the share of paths whose |S| is at least
 * the observed one, the observed included (Phipson & Smyth 2010: never zero).
 */
export function plainP(paths: Paths, look: number): number {
  const { count, sums, scale } = paths;
  const row = look * count;
  const observed = Math.abs(sums[row] as number);
  const edge = observed - TIE * (observed + (scale[look] as number));
  let atLeast = 0;
  for (let path = 0; path < count; path += 1)
    if (Math.abs(sums[row + path] as number) >= edge) atLeast += 1;
  return atLeast / count;
}

/** X_t = S_t / √ΣD² of the observed path at a look; 0 while nothing is known. */
export function statisticAt(paths: Paths, look: number): number {
  const scale = paths.scale[look] as number;
  return scale > 0 ? (paths.sums[look * paths.count] as number) / scale : 0;
}
