import type { Look, Standing } from "../stats/paths.js";
import { residual } from "../stats/residual.js";
import type { Baseline } from "./baseline.js";
import type { Row } from "./data.js";
import type { Design } from "./design.js";

/** The matched sets, day by day: what the randomisation test and the e-process read. */
export type Series = {
  readonly looks: readonly Look[];
  /** Coins of the whole horizon, those still to come included. */
  readonly coins: number;
  /** D of each finished block, one per set; for the e-process. */
  readonly finished: readonly { readonly day: number; readonly differences: readonly number[] }[];
  /** Set-blocks left out because two groups shared an arm, or a group changed arm inside a block. */
  readonly unusable: number;
};

export type Index = ReadonlyMap<string, ReadonlyMap<number, Row>>;

/** Rows by group and day. */
export function indexRows(rows: readonly Row[]): Index {
  const index = new Map<string, Map<number, Row>>();
  for (const row of rows) {
    const days = index.get(row.group) ?? new Map<number, Row>();
    days.set(row.day, row);
    index.set(row.group, days);
  }
  return index;
}

/**
 * D = r(treated) − r(reference) of each set and block as it stands on each day, arm against the
 * first. Only days on which both groups were measured count; members are those at the start of the
 * block, so that leavers count as zero. A parallel design has one block, the whole horizon.
 * @param arm the arm that is compared with the first
 * @param until the last day to look at
 */
export function seriesOf(options: {
  readonly index: Index;
  readonly baseline: Baseline;
  readonly sets: readonly (readonly string[])[];
  readonly design: Design;
  readonly arm: string;
  readonly until: number;
}): Series {
  const { index, baseline, sets, design, arm, until } = options;
  const block = design.design === "parallel" ? design.horizon : design.block;
  const blocks = Math.ceil(design.horizon / block);
  const changes: Standing[][] = Array.from({ length: until }, () => []);
  const finished = new Map<number, number[]>();
  let unusable = 0;
  for (const [at, set] of sets.entries())
    for (let k = 0; k < blocks; k += 1) {
      const first = k * block + 1;
      const last = Math.min(first + block - 1, design.horizon);
      const chosen = armsOfBlock(index, set, [design.arms[0] as string, arm], [first, last]);
      if (chosen === "unusable") unusable += 1;
      if (typeof chosen === "string") continue;
      const sides = chosen.map((group) => ({
        group,
        rate: baseline.rates.get(group) as number,
        actual: 0,
        predicted: 0,
        members: index.get(group)?.get(first)?.members ?? Number.NaN,
      }));
      let standing: Standing | undefined;
      let measuredDays = 0;
      for (let day = first + design.washout; day <= Math.min(last, until); day += 1) {
        const today = sides.map(({ group }) => measured(index.get(group)?.get(day), baseline));
        if (today.some((value) => value === undefined)) continue;
        measuredDays += 1;
        for (const [i, side] of sides.entries()) {
          const { members, value } = today[i] as { members: number; value: number };
          if (Number.isNaN(side.members)) side.members = members;
          side.actual += value;
          side.predicted += side.rate * side.members;
        }
        const [reference, treated] = sides.map(({ actual, predicted }) =>
          residual(actual, predicted),
        ) as [number, number];
        standing = {
          coin: at * blocks + k,
          value: treated - reference,
          // Both sides' mean: then the sign of what is left over still belongs to the coin alone.
          slope: sides.reduce((sum, { group }) => sum + baseline.slopeOf(group, measuredDays) / 2, 0),
        };
        changes[day - 1]?.push(standing);
      }
      if (standing && last <= until)
        finished.set(last, [...(finished.get(last) ?? []), standing.value]);
    }
  return {
    looks: changes.map((own, i) => ({ fraction: (i + 1) / design.horizon, changes: own })),
    coins: sets.length * blocks,
    finished: [...finished]
      .sort(([a], [b]) => a - b)
      .map(([day, differences]) => ({ day, differences })),
    unusable,
  };
}

function measured(
  row: Row | undefined,
  baseline: Baseline,
): { readonly members: number; readonly value: number } | undefined {
  const value = row && baseline.valueOf(row);
  return value === undefined ? undefined : { members: row?.members as number, value };
}

/** The groups that hold the two arms in one block. */
export function armsOfBlock(
  index: Index,
  set: readonly string[],
  [first, second]: readonly [string, string],
  [from, to]: readonly [number, number],
): readonly [string, string] | "absent" | "unusable" {
  const holders = new Map<string, string>();
  for (const group of set) {
    const arms = new Set<string>();
    for (let day = from; day <= to; day += 1) {
      const arm = index.get(group)?.get(day)?.arm;
      if (arm !== undefined) arms.add(arm);
    }
    if (arms.size > 1) return "unusable";
    for (const arm of arms) {
      if (holders.has(arm)) return "unusable";
      holders.set(arm, group);
    }
  }
  const reference = holders.get(first);
  const treated = holders.get(second);
  return reference !== undefined && treated !== undefined ? [reference, treated] : "absent";
}
