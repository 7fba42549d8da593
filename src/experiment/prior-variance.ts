import { residual } from "../stats/residual.js";
import type { Baseline } from "./baseline.js";
import type { Design } from "./design.js";
import type { Index } from "./series.js";

const FALLBACK = 0.5;

/**
 * A guess of E D² of one block from the pre-period: daily residuals of the matched groups against
 * their own rates, differences squared, divided by the days of a block. It steers the bets' size only.
 */
export function priorVariance(scene: {
  readonly index: Index;
  readonly baseline: Baseline;
  readonly sets: readonly (readonly string[])[];
  readonly design: Design;
}): number {
  const { index, baseline, sets, design } = scene;
  const squares: number[] = [];
  for (const set of sets) {
    const [first, second] = set as [string, string];
    for (const [day, row] of index.get(first) ?? []) {
      const other = index.get(second)?.get(day);
      if (day >= 1 || !other) continue;
      const [a, b] = [row, other].map((at) => {
        const value = baseline.valueOf(at);
        const rate = baseline.rates.get(at.group);
        return value === undefined || rate === undefined
          ? undefined
          : residual(value, rate * (at.members ?? 0));
      });
      if (a !== undefined && b !== undefined) squares.push((a - b) ** 2);
    }
  }
  const daily = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  const days = design.design === "parallel" ? design.horizon : design.block - design.washout;
  return daily > 0 ? daily / days : FALLBACK;
}
