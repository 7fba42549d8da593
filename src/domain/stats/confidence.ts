import type { Paths } from "./paths.js";
import { rejectingLook } from "./sequential.js";

/** An interval of log lifts; an end that the data can't bound is infinite. */
export type Interval = { readonly low: number; readonly high: number };

const GRID = 16;
const BISECTIONS = 22;

/** The first `looks` looks of the paths. */
export const until = (paths: Paths, looks: number): Paths => ({
  ...paths,
  fractions: paths.fractions.slice(0, looks),
});

/** τ with S(τ) = 0 for the observed path at the last look: ΣD over Σ slopes, in log units. */
export function pointEstimate(paths: Paths): number {
  const row = (paths.fractions.length - 1) * paths.count;
  return (paths.sums[row] as number) / (paths.slopes[row] as number);
}

/**
 * The confidence set by inversion: every τ that the sequential test has not rejected at any look,
 * as its hull. It covers the truth with probability 1 − α at whatever look one stops.
 * The hull is found on a grid around the estimate and sharpened by bisection.
 * @param level α, spent as for the verdict
 * @returns undefined when every τ has been rejected (which happens with probability below α)
 */
export function confidenceInterval(paths: Paths, level: number): Interval | undefined {
  const open = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const last = paths.fractions.length - 1;
  const row = last * paths.count;
  const weight = Math.abs(paths.slopes[row] as number);
  const centre = last < 0 ? Number.NaN : pointEstimate(paths);
  if (!(weight > 0)) return open;
  const keeps = (tau: number) => rejectingLook(paths, tau, level) < 0;
  const unit = Math.max((paths.scale[last] as number) / weight, 1e-6);
  const kept: number[] = [];
  for (let i = -GRID; i <= GRID; i += 1) if (keeps(centre + (i * unit) / 2)) kept.push(i);
  if (kept.length === 0) return scanFinely(keeps, centre, unit);
  const at = (i: number) => centre + (i * unit) / 2;
  return {
    low: edge(keeps, at(kept[0] as number), -unit / 2),
    high: edge(keeps, at(kept.at(-1) as number), unit / 2),
  };
}

/** Walks outwards from a kept τ, doubling, until one is rejected; then bisects. */
function edge(keeps: (tau: number) => boolean, from: number, step: number): number {
  let inside = from;
  let outside = from + step;
  for (let tries = 0; keeps(outside); tries += 1) {
    if (tries > 12) return step * Number.POSITIVE_INFINITY;
    inside = outside;
    outside += step * 2 ** tries;
  }
  for (let i = 0; i < BISECTIONS && Math.abs(outside - inside) > 1e-7; i += 1) {
    const middle = (inside + outside) / 2;
    if (keeps(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** When looks disagree about where τ lies, what both keep may be narrower than the grid. */
function scanFinely(
  keeps: (tau: number) => boolean,
  centre: number,
  unit: number,
): Interval | undefined {
  for (let i = 1; i <= 200; i += 1)
    for (const tau of [centre + (i * unit) / 40, centre - (i * unit) / 40])
      if (keeps(tau))
        return { low: edge(keeps, tau, -unit / 40), high: edge(keeps, tau, unit / 40) };
  return undefined;
}

/**
 * The first look at which the confidence set lies within ±margin: stop, no practical difference.
 * @param margin log(1 + smallest_interesting)
 * @returns the index of the look, or −1
 */
export function equivalentLook(paths: Paths, margin: number, level: number): number {
  const upper = rejectingLook(paths, margin, level);
  const lower = rejectingLook(paths, -margin, level);
  if (upper < 0 || lower < 0) return -1;
  const inside = (look: number): boolean => {
    const interval = confidenceInterval(until(paths, look + 1), level);
    return interval !== undefined && interval.low > -margin && interval.high < margin;
  };
  let [low, high] = [Math.max(upper, lower), paths.fractions.length - 1];
  // What is kept at one look was kept before, so the sets are nested and the look can be bisected.
  if (!inside(high)) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inside(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
