import { residual } from "../../stats/residual.js";
import type { SeriesFrame } from "../data/series.js";

/** How much more a group did than its pre-period foretold, log units, over the days it was measured. */
export type GroupResidual = {
  readonly group: string;
  readonly treated: boolean;
  readonly value: number;
};

/** The groups that keep one of the two arms, each as one figure. */
export function residualsOf(scene: SeriesFrame): GroupResidual[] {
  const { index, design, arm } = scene;
  return [...index.keys()].sort().flatMap((group) => {
    const arms = new Set([...(index.get(group)?.values() ?? [])].flatMap((row) => row.arm ?? []));
    const [own] = arms;
    if (arms.size !== 1 || (own !== arm && own !== design.arms[0])) return [];
    return over(scene, group, scene.until).map((value) => ({ group, treated: own === arm, value }));
  });
}

const WEEK = 7;
const MOST = 8;

/** The same by weeks, in no more than eight stretches. */
export const stretchesOf = (scene: SeriesFrame, group: string): number[] =>
  over(scene, group, Math.max(WEEK, Math.ceil(scene.until / MOST)));

/** Residuals of a group's measured days after the washout, so many days in each. */
function over(
  { index, baseline, design, until }: SeriesFrame,
  group: string,
  length: number,
): number[] {
  const found: number[] = [];
  const days = index.get(group);
  const rate = baseline.rates.get(group) as number;
  for (let first = 1 + design.washout; first <= until; first += length) {
    let [actual, predicted, measured] = [0, 0, 0];
    for (let day = first; day < first + length && day <= until; day += 1) {
      const row = days?.get(day);
      const value = row && baseline.unitsOf(row);
      if (row === undefined || value === undefined) continue;
      actual += value;
      predicted += rate * (row.members as number);
      measured += 1;
    }
    if (measured > 0) found.push(residual(actual, predicted));
  }
  return found;
}
