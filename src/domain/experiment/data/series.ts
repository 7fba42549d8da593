import type { Look, Standing } from "../../stats/paths.js";
import type { Baseline } from "./baseline.js";
import { type BlockFrame as Blocks, blocksOf, coinsIn, daysOfBlock } from "./blocks.js";
import { differencesOf, type GroupDifference } from "./difference.js";
import { type Drift, memoryOf, observe } from "./drift.js";
import { driftAtStart, nameOf, pastOf } from "./past.js";

/** The matched sets, day by day: what the randomisation test and the e-process read. */
export type Series = {
  readonly looks: readonly Look[];
  /** Coins of the whole horizon, those still to come included. */
  readonly coins: number;
  /** D of each coin whose blocks are over, and its weight, one per set; for the e-process. */
  readonly finished: readonly Finished[];
  /** Set-blocks that were left out (`blocksOf` says which). */
  readonly unusable: number;
};

export type Finished = {
  readonly day: number;
  readonly differences: readonly number[];
  readonly weights: readonly number[];
};
type Sum = { readonly ends: number; value: number; weight: number };
/** What an arm is compared by: its blocks, and what is known of the groups before. */
export type SeriesFrame = Blocks & { readonly baseline: Baseline };

/**
 * D = r(treated) − r(reference) of each set and block as it stands on each day, less how far the two
 * groups had drifted apart before, times its precision. Only days on which both groups were measured
 * count; members are those at the start of the block, so that leavers count as zero. A parallel design
 * has one block, the whole horizon.
 * @param arm the arm that is compared with the first
 * @param until the last day to look at
 */
export function seriesOf(scene: SeriesFrame): Series {
  const { sets, design, until } = scene;
  const length = daysOfBlock(design);
  const perCoin = length * design.blocks_per_coin;
  const perSet = coinsIn(design, design.horizon);
  const changes: Standing[][] = Array.from({ length: until }, () => []);
  const finished = new Map<number, Sum>();
  const drifts = new Map<string, Drift>();
  const standings = new Map<number, Standing>();
  let unusable = 0;
  const past = pastOf(scene, sets, length);
  const memory = memoryOf(past.values());
  for (const block of blocksOf(scene)) {
    if (block === "unusable") {
      unusable += 1;
      continue;
    }
    const chosen = [block.reference, block.treated] as const;
    const names = nameOf(chosen);
    const coin = block.at * perSet + block.coin;
    const drift = drifts.get(names) ?? driftAtStart(past.get(names), memory);
    // +1 when the treated group stands first by name: R = sign × D has one direction in all blocks.
    const sign = names.startsWith(`${block.treated}|`) ? 1 : -1;
    // What the drift holds of earlier coins is taken from them, as it is from D: least squares of
    // what the drift leaves of R on what it leaves of the coins (Prais & Winsten 1954).
    const loads = new Map([...(drift?.shares ?? [])].map(([each, part]) => [each, -part * sign]));
    const load = 1 + (loads.get(coin) ?? 0);
    loads.set(coin, load);
    let last: GroupDifference | undefined;
    let standing: readonly Standing[] = [];
    for (const difference of differencesOf(scene, chosen, block)) {
      last = difference;
      const { value, slope, weight } = centred(difference, drift, sign);
      standing = [...loads].map(([each, part]) => {
        const before = standings.get(each) ?? { value: 0, slope: 0 };
        return {
          coin: each,
          value: before.value + part * weight * value,
          slope: before.slope + part * weight * slope,
        };
      });
      changes[difference.day - 1]?.push(...standing);
    }
    if (!last) continue;
    for (const each of standing) standings.set(each.coin, each);
    drifts.set(names, observe(drift, { ...last, sign, days: length }, { memory, coin }));
    const ends = Math.min((block.coin + 1) * perCoin, design.horizon);
    const sum = finished.get(coin) ?? { ends, value: 0, weight: 0 };
    sum.value += load * last.weight * centred(last, drift, sign).value;
    sum.weight += load ** 2 * last.weight;
    finished.set(coin, sum);
  }
  return {
    looks: changes.map((own, i) => ({ fraction: (i + 1) / design.horizon, changes: own })),
    coins: sets.length * perSet,
    finished: byDay([...finished.values()].filter(({ ends }) => ends <= until)),
    unusable,
  };
}

const centred = (of: GroupDifference, drift: Drift | undefined, sign: number): GroupDifference => ({
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
