import type { Look, Standing } from "../stats/paths.js";
import type { Baseline } from "./baseline.js";
import type { Design } from "./design.js";
import { type Difference, differencesOf } from "./difference.js";
import { type Drift, NO_DRIFT, observe } from "./drift.js";
import { armsOfBlock, type Index } from "./rows.js";

/** The matched sets, day by day: what the randomisation test and the e-process read. */
export type Series = {
  readonly looks: readonly Look[];
  /** Coins of the whole horizon, those still to come included. */
  readonly coins: number;
  /** D of each finished block and its weight, one per set; for the e-process. */
  readonly finished: readonly Finished[];
  /** Set-blocks left out because two groups shared an arm, or a group changed arm inside a block. */
  readonly unusable: number;
};

export type Finished = {
  readonly day: number;
  readonly differences: readonly number[];
  readonly weights: readonly number[];
};
/**
 * D = r(treated) − r(reference) of each set and block as it stands on each day, less how far the two
 * groups had drifted apart before, times its precision. Only days on which both groups were measured
 * count; members are those at the start of the block, so that leavers count as zero. A parallel design
 * has one block, the whole horizon.
 * @param arm the arm that is compared with the first
 * @param until the last day to look at
 */
export function seriesOf(scene: {
  readonly index: Index;
  readonly baseline: Baseline;
  readonly sets: readonly (readonly string[])[];
  readonly design: Design;
  readonly arm: string;
  readonly until: number;
}): Series {
  const { index, sets, design, arm, until } = scene;
  const arms = [design.arms[0] as string, arm] as const;
  const block = design.design === "parallel" ? design.horizon : design.block;
  const blocks = Math.ceil(design.horizon / block);
  const changes: Standing[][] = Array.from({ length: until }, () => []);
  const finished = new Map<number, [number[], number[]]>();
  let unusable = 0;
  for (const [at, set] of sets.entries()) {
    const drifts = new Map<string, Drift>();
    for (let k = 0; k < blocks; k += 1) {
      const days = { first: k * block + 1, last: Math.min((k + 1) * block, design.horizon) };
      const chosen = armsOfBlock(index, set, arms, [days.first, days.last]);
      if (chosen === "unusable") unusable += 1;
      if (typeof chosen === "string") continue;
      const names = [...chosen].sort().join("|");
      const drift = drifts.get(names) ?? NO_DRIFT;
      // +1 when the treated group stands first by name: R = sign × D has one direction in all blocks.
      const sign = names.startsWith(`${chosen[1]}|`) ? 1 : -1;
      let last: Difference | undefined;
      for (const difference of differencesOf(scene, chosen, days)) {
        last = difference;
        const { value, slope, weight } = centred(difference, drift, sign);
        const standing = { coin: at * blocks + k, value: weight * value, slope: weight * slope };
        changes[difference.day - 1]?.push(standing);
      }
      if (!last) continue;
      drifts.set(names, observe(drift, { ...last, sign, days: block }));
      if (days.last > until) continue;
      const [differences, weights] = finished.get(days.last) ?? [[], []];
      finished.set(days.last, [
        [...differences, centred(last, drift, sign).value],
        [...weights, last.weight],
      ]);
    }
  }
  return {
    looks: changes.map((own, i) => ({ fraction: (i + 1) / design.horizon, changes: own })),
    coins: sets.length * blocks,
    finished: [...finished]
      .sort(([a], [b]) => a - b)
      .map(([day, [differences, weights]]) => ({ day, differences, weights })),
    unusable,
  };
}

const centred = (of: Difference, drift: Drift, sign: number): Difference => ({
  ...of,
  value: of.value - sign * drift.mean,
  slope: of.slope - sign * drift.slope,
});
