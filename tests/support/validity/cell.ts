import { baselineOf } from "../../../src/domain/experiment/data/baseline.js";
import { indexRows } from "../../../src/domain/experiment/data/rows.js";
import { type Finished, seriesOf } from "../../../src/domain/experiment/data/series.js";
import { type Design, designSchema } from "../../../src/domain/experiment/design/design.js";
import { equivalentLook } from "../../../src/domain/stats/confidence.js";
import { betOnPairs, evidenceOf, startEProcess } from "../../../src/domain/stats/e-process.js";
import { fairCoins } from "../../../src/domain/stats/law.js";
import { addValue, momentsOf, NO_MOMENTS, varianceOf } from "../../../src/domain/stats/moments.js";
import { walkPaths } from "../../../src/domain/stats/paths.js";
import { rejectingLook } from "../../../src/domain/stats/sequential.js";
import { pairedT } from "../../../src/domain/stats/two-sample.js";
import { pairsOf, primaryOf, type Scene, simulate } from "./worlds.js";

export const ALPHA = 0.05;

export type Cell = Omit<Scene, "seed"> & { readonly runs: number; readonly seed: string };
export type CellResult = {
  /** Share of runs whose verdict is effective or harmful under daily looks. */
  readonly rejected: number;
  /** Share of those in the direction of the planted lift. */
  readonly rightWay: number;
  /** Share of runs whose confidence set held the truth at the stop. */
  readonly covered: number;
  /** Mean day of the stop, as a part of the horizon. */
  readonly duration: number;
  /** Share of runs that Student's t on all D rejects, looked at once, at the horizon. */
  readonly fixedT: number;
  /** The same t, looked at every day. */
  readonly peekedT: number;
  /** Share of runs in which the e-process with an adversarial prior ever reached 1/α. */
  readonly evidence: number;
  readonly noDifference: number;
};

/** Everything the pipeline decides on one synthetic experiment, by the product's own functions. */
function runOnce(scene: Scene) {
  const design: Design = designSchema.parse({
    design: "switchback",
    arms: ["a", "b"],
    primary: primaryOf(scene.world),
    horizon: scene.days,
    pairs: pairsOf(scene.groups),
    seed: `${scene.seed} paths`,
    // As experiments of two arms are registered.
    blocks_per_coin: 2,
  });
  const rows = simulate({ ...scene, blocksPerCoin: 2 });
  const series = seriesOf({
    index: indexRows(rows),
    baseline: baselineOf(rows, design),
    sets: design.pairs ?? [],
    design,
    arm: "b",
    until: scene.days,
  });
  const paths = walkPaths(fairCoins(series.coins, design.draws, design.seed), series.looks);
  const rejecting = rejectingLook(paths, 0, ALPHA);
  const calm = equivalentLook(paths, Math.log1p(design.smallest_interesting), ALPHA);
  const stops = [rejecting, calm].filter((look) => look >= 0);
  const stop = stops.length > 0 ? Math.min(...stops) : scene.days - 1;
  const missed = rejectingLook(paths, Math.log1p(scene.lift), ALPHA);

  return {
    rejected: rejecting >= 0 && rejecting === stop && rejecting !== calm,
    rightWay: rejecting >= 0 && (paths.sums[rejecting * paths.count] as number) > 0,
    covered: missed < 0 || missed > stop,
    duration: (stop + 1) / scene.days,
    noDifference: calm >= 0 && calm === stop,
    ...tests(
      series.finished.map((block) =>
        block.differences.map((d, i) => d * (block.weights[i] as number)),
      ),
    ),
    evidence: adversary(series.finished, Number.parseInt(scene.seed.split(" ").at(-1) ?? "0", 10)),
  };
}

function tests(days: readonly (readonly number[])[]): { fixedT: boolean; peekedT: boolean } {
  const p = (sample: { n: number; mean: number; variance: number }) =>
    sample.n >= 3 && sample.variance > 0 ? pairedT(sample, ALPHA).p : 1;
  let moments = NO_MOMENTS;
  let peekedT = false;
  for (const day of days) {
    for (const d of day) moments = addValue(moments, d);
    if (p({ ...moments, variance: varianceOf(moments) }) < ALPHA) peekedT = true;
  }
  const all = momentsOf(days.flat());
  return { fixedT: p({ ...all, variance: varianceOf(all) }) < ALPHA, peekedT };
}

/** All the weight on one large effect, and a variance guessed ten times too small. */
function adversary(blocks: readonly Finished[], run: number): boolean {
  const deltas = [run % 2 === 0 ? 0.4 : -0.4];
  let state = startEProcess({ variance: 0.1, deltas, weights: [1] });
  for (const { differences, weights } of blocks) {
    state = betOnPairs(state, differences, weights);
    if (evidenceOf(state) >= 1 / ALPHA) return true;
  }
  return false;
}

/** Runs a cell with the seeds `seed 0`, `seed 1`, … */
export function runCell(cell: Cell): CellResult {
  const sums = { rejected: 0, rightWay: 0, covered: 0, duration: 0, noDifference: 0 };
  const more = { fixedT: 0, peekedT: 0, evidence: 0 };
  const total: Record<string, number> = { ...sums, ...more };
  for (let run = 0; run < cell.runs; run += 1) {
    const once = runOnce({ ...cell, seed: `${cell.seed} ${cell.world} ${cell.groups} ${run}` });
    for (const [key, value] of Object.entries(once)) total[key] = (total[key] ?? 0) + Number(value);
  }
  return Object.fromEntries(
    Object.entries(total).map(([key, value]) => [key, value / cell.runs]),
  ) as CellResult;
}

/** The rate a true 5 % stays under in all but 2 % of simulations of this size. */
export const nominalPlus2SE = (runs: number, rate = ALPHA): number =>
  rate + 2 * Math.sqrt((rate * (1 - rate)) / runs);
