import type { Look, Standing } from "../stats/paths.js";
import type { Baseline } from "./baseline.js";
import type { Design } from "./design.js";
import { type Difference, differencesOf } from "./difference.js";
import { type Drift, memoryOf, observe } from "./drift.js";
import { driftAtStart, nameOf, pastOf } from "./past.js";
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
type Scene = {
  readonly index: Index;
  readonly baseline: Baseline;
  readonly sets: readonly (readonly string[])[];
  readonly design: Design;
  readonly arm: string;
  readonly until: number;
};

/**
 * D = r(treated) − r(reference) of each set and block as it stands on each day, less how far the two
 * groups had drifted apart before, times its precision. Only days on which both groups were measured
 * count; members are those at the start of the block, so that leavers count as zero. A parallel design
 * has one block, the whole horizon.
 * @param arm the arm that is compared with the first
 * @param until the last day to look at
 */
export function seriesOf(scene: Scene): Series {
  const { index, sets, design, arm, until } = scene;
  const arms = [design.arms[0] as string, arm] as const;
  const block = design.design === "parallel" ? design.horizon : design.block;
  const blocks = Math.ceil(design.horizon / block);
  const changes: Standing[][] = Array.from({ length: until }, () => []);
  const finished = new Map<number, [number[], number[]]>();
  let unusable = 0;
  const past = pastOf(scene, sets, block);
  const memory = memoryOf(past.values());
  for (const [at, set] of sets.entries()) {
    const drifts = new Map<string, Drift | undefined>();
    const standings = new Map<number, Standing>();
    for (let k = 0; k < blocks; k += 1) {
      const days = { first: k * block + 1, last: Math.min((k + 1) * block, design.horizon) };
      const chosen = armsOfBlock(index, set, arms, [days.first, days.last]);
      if (chosen === "unusable") unusable += 1;
      if (typeof chosen === "string") continue;
      const names = nameOf(chosen);
      const coin = at * blocks + k;
      const drift = drifts.has(names) ? drifts.get(names) : driftAtStart(past.get(names), memory);
      // +1 when the treated group stands first by name: R = sign × D has one direction in all blocks.
      const sign = names.startsWith(`${chosen[1]}|`) ? 1 : -1;
      let last: Difference | undefined;
      let standing: readonly Standing[] = [];
      for (const difference of differencesOf(scene, chosen, days)) {
        last = difference;
        const { value, slope, weight } = centred(difference, drift, sign);
        // What the drift holds of earlier coins is taken from them, as it is from D: least squares of
        // what the drift leaves of R on what it leaves of the coins (Prais & Winsten 1954).
        standing = [{ coin, sign, part: -1 }, ...(drift?.shares ?? [])].map((share) => {
          const before = standings.get(share.coin) ?? { value: 0, slope: 0 };
          const factor = -share.part * share.sign * sign * weight;
          return {
            coin: share.coin,
            value: before.value + factor * value,
            slope: before.slope + factor * slope,
          };
        });
        changes[difference.day - 1]?.push(...standing);
      }
      if (!last) continue;
      for (const each of standing) standings.set(each.coin, each);
      drifts.set(names, observe(drift, { ...last, sign, days: block }, { memory, coin }));
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

const centred = (of: Difference, drift: Drift | undefined, sign: number): Difference => ({
  ...of,
  value: of.value - sign * (drift?.mean ?? 0),
  slope: of.slope - sign * (drift?.slope ?? 0),
});
