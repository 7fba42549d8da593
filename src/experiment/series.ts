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
type Sum = { readonly ends: number; value: number; weight: number };
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
  const perCoin = design.blocks_per_coin;
  const coinsOfSet = Math.ceil(blocks / perCoin);
  const changes: Standing[][] = Array.from({ length: until }, () => []);
  const finished = new Map<number, Sum>();
  let unusable = 0;
  const past = pastOf(scene, sets, block);
  const memory = memoryOf(past.values());
  for (const [at, set] of sets.entries()) {
    const drifts = new Map<string, Drift | undefined>();
    const standings = new Map<number, Standing>();
    let heard: readonly [string, string] | undefined;
    for (let k = 0; k < blocks; k += 1) {
      const days = { first: k * block + 1, last: Math.min((k + 1) * block, design.horizon) };
      const chosen = armsOfBlock(index, set, arms, [days.first, days.last]);
      const second = k % perCoin > 0;
      const stale = second && typeof chosen !== "string" && heard && heard[0] !== chosen[1];
      heard = typeof chosen === "string" ? undefined : chosen;
      if (chosen === "unusable" || stale) unusable += 1;
      if (typeof chosen === "string" || stale) continue;
      const names = nameOf(chosen);
      const coin = at * coinsOfSet + Math.floor(k / perCoin);
      const drift = drifts.has(names) ? drifts.get(names) : driftAtStart(past.get(names), memory);
      // +1 when the treated group stands first by name: R = sign × D has one direction in all blocks.
      const sign = names.startsWith(`${chosen[1]}|`) ? 1 : -1;
      // What the drift holds of earlier coins is taken from them, as it is from D: least squares of
      // what the drift leaves of R on what it leaves of the coins (Prais & Winsten 1954).
      const loads = new Map([...(drift?.shares ?? [])].map(([each, part]) => [each, -part * sign]));
      loads.set(coin, 1 + (loads.get(coin) ?? 0));
      let last: Difference | undefined;
      let standing: readonly Standing[] = [];
      for (const difference of differencesOf(scene, chosen, days)) {
        last = difference;
        const { value, slope, weight } = centred(difference, drift, sign);
        standing = [...loads].map(([each, load]) => {
          const before = standings.get(each) ?? { value: 0, slope: 0 };
          return {
            coin: each,
            value: before.value + load * weight * value,
            slope: before.slope + load * weight * slope,
          };
        });
        changes[difference.day - 1]?.push(...standing);
      }
      if (!last) continue;
      for (const each of standing) standings.set(each.coin, each);
      drifts.set(names, observe(drift, { ...last, sign, days: block }, { memory, coin }));
      const ends = Math.min((Math.floor(k / perCoin) + 1) * perCoin * block, design.horizon);
      if (ends > until) continue;
      const sum = finished.get(coin) ?? { ends, value: 0, weight: 0 };
      sum.value += last.weight * centred(last, drift, sign).value;
      sum.weight += last.weight;
      finished.set(coin, sum);
    }
  }
  return {
    looks: changes.map((own, i) => ({ fraction: (i + 1) / design.horizon, changes: own })),
    coins: sets.length * coinsOfSet,
    finished: byDay([...finished.values()]),
    unusable,
  };
}

const centred = (of: Difference, drift: Drift | undefined, sign: number): Difference => ({
  ...of,
  value: of.value - sign * (drift?.mean ?? 0),
  slope: of.slope - sign * (drift?.slope ?? 0),
});

function byDay(sums: readonly Sum[]): Finished[] {
  const days = [...new Set(sums.map(({ ends }) => ends))].sort((a, b) => a - b);
  return days.map((day) => {
    const own = sums.filter(({ ends }) => ends === day);
    return {
      day,
      differences: own.map(({ value, weight }) => value / weight),
      weights: own.map(({ weight }) => weight),
    };
  });
}
