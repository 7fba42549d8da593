import type { Look, Standing } from "../../stats/paths.js";
import { residual } from "../../stats/residual.js";
import type { Design } from "../design/design.js";
import type { Baseline } from "./baseline.js";
import type { Row } from "./data.js";
import type { Index } from "./rows.js";

/** Groups whose arm stays, without pairs: each group's residual as it stands on each day. */
export type Unpaired = {
  readonly looks: readonly Look[];
  readonly treated: readonly boolean[];
  /** Groups that held more than one arm. */
  readonly unusable: number;
};

/**
 * The parallel design under complete randomisation, for data whose groups can't be paired across
 * arms. A coin is a group. Under "the log lift is τ" half of τ is taken from a treated group and half
 * given to the others, which leaves every group with the same shift whatever its arm.
 */
export function unpairedSeries(options: {
  readonly index: Index;
  readonly baseline: Baseline;
  readonly design: Design;
  readonly arm: string;
  readonly until: number;
}): Unpaired {
  const { index, baseline, design, arm, until } = options;
  const changes: Standing[][] = Array.from({ length: until }, () => []);
  const treated: boolean[] = [];
  let unusable = 0;
  for (const [, days] of [...index].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const arms = new Set([...days.values()].flatMap((row) => row.arm ?? []));
    if (arms.size > 1) unusable += 1;
    const [own] = arms;
    if (arms.size !== 1 || (own !== arm && own !== design.arms[0])) continue;
    const coin = treated.length;
    treated.push(own === arm);
    for (const standing of standings(days, baseline, design, until))
      changes[standing.day - 1]?.push({
        coin,
        value: standing.value,
        slope: own === arm ? standing.slope / 2 : -standing.slope / 2,
      });
  }
  const looks = changes.map((own, i) => ({ fraction: (i + 1) / design.horizon, changes: own }));
  return { looks, treated, unusable };
}

function* standings(
  days: ReadonlyMap<number, Row>,
  baseline: Baseline,
  design: Design,
  until: number,
): Generator<{ day: number; value: number; slope: number }> {
  let actual = 0;
  let predicted = 0;
  let measuredDays = 0;
  let members = days.get(1)?.members;
  for (let day = 1 + design.washout; day <= until; day += 1) {
    const row = days.get(day);
    const value = row && baseline.unitsOf(row);
    if (row === undefined || value === undefined) continue;
    members ??= row.members as number;
    measuredDays += 1;
    actual += value;
    predicted += (baseline.rates.get(row.group) as number) * members;
    yield {
      day,
      value: residual(actual, predicted),
      slope: baseline.slopeOf(row.group, measuredDays),
    };
  }
}
