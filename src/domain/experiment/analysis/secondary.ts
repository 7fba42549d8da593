import { chanceToWin, expectedLoss, posterior } from "../../stats/bayes.js";
import { cr2 } from "../../stats/cluster-robust.js";
import type { Look } from "../../stats/paths.js";
import { permutationTest, signFlipTest } from "../../stats/permutation.js";
import { clusterMeanT } from "../../stats/two-sample.js";
import type { Row } from "../data/data.js";
import type { SeriesFrame } from "../data/series.js";
import type { Design } from "../design/design.js";
import { columnOf, type DataColumn } from "../design/metrics.js";
import { estimateOf, sampleOf } from "./estimate.js";
import { type GroupResidual, residualsOf, stretchesOf } from "./secondary-rows.js";
import type { PlainTest, Secondary } from "./verdict.js";

/**
 * What stands beside a verdict of groups. P(lift > 0) and the expected losses take the log lift for
 * normal about its estimate, with a flat prior (Gelman et al., Bayesian Data Analysis, 2013, §2.5; loss:
 * Stucchio 2015, "Bayesian A/B testing at VWO"); lift e^τ − 1 by the delta method.
 * @param looks what the randomisation test walks through @param treated which coins are treated groups;
 * absent where a coin is a pair
 * @returns null while fewer than two coins are known
 */
export function secondaryOf(
  scene: SeriesFrame,
  { looks, treated }: { readonly looks: readonly Look[]; readonly treated?: readonly boolean[] },
): Secondary | null {
  const known = estimateOf(looks, treated);
  if (!known) return null;
  const rows = [...scene.index.values()].flatMap((days) => [...days.values()]);
  const fixed = scene.design.design === "parallel" ? testsOf(scene, known.values, treated) : {};
  return { ...decisionOf({ ...scene, rows }, known), ...fixed };
}

type Lift = { readonly estimate: number; readonly error: number };

/** P(lift > 0), and what each arm is expected to lose a week, in the primary's units, over all groups. */
export function decisionOf(
  of: {
    readonly design: Design;
    readonly rows: readonly Row[];
    readonly arm: string;
    readonly until: number;
  },
  { estimate, error }: Lift,
): Secondary {
  const { design, arm } = of;
  const reference = design.arms[0] as string;
  const level = weeklyLevel(of, reference);
  const lift = posterior(Math.expm1(estimate), Math.exp(estimate) * error);
  const loss = expectedLoss(lift);
  return {
    chance: chanceToWin(posterior(estimate, error)),
    loss_per_week: level ? { [reference]: level * loss.first, [arm]: level * loss.second } : null,
    unit: columnOf(design.primary),
  };
}

/** What all groups together would make in a week under the reference; undefined where that is nothing. */
function weeklyLevel(
  of: { readonly design: Design; readonly rows: readonly Row[]; readonly until: number },
  reference: string,
): number | undefined {
  const column: DataColumn = columnOf(of.design.primary);
  const sums = { total: 0, memberDays: 0, present: 0 };
  const days = new Set<number>();
  for (const row of of.rows) {
    const { day, arm, members = 0 } = row;
    if (day < 1 || day > of.until) continue;
    days.add(day);
    sums.present += members;
    if (arm !== reference || row[column] === undefined) continue;
    sums.total += row[column];
    sums.memberDays += members;
  }
  const level = (7 * sums.total * sums.present) / (sums.memberDays * days.size);
  return level > 0 ? level : undefined;
}

/** More groups than this need no correction for being few. */
const MANY = 200;

/**
 * The tests of a parallel design as if one had looked once, at the end: the exact permutation test by its
 * own law, the cluster-mean t, and CR2 with Satterthwaite's degrees of freedom, clusters being groups.
 */
function testsOf(
  scene: SeriesFrame,
  values: readonly number[],
  treated: readonly boolean[] | undefined,
): Pick<Secondary, "permutation" | "cluster_mean_t" | "cr2"> {
  const { draws, seed } = scene.design;
  const found = treated
    ? permutationTest(values, treated, { draws, seed })
    : signFlipTest(values, { draws, seed });
  const groups = residualsOf(scene);
  const [control, other] = [false, true].map((side) =>
    groups.filter((one) => one.treated === side).map(({ value }) => value),
  ) as [number[], number[]];
  const permutation = { p: found.twoSided, exact: found.exact };
  if (control.length < 2 || other.length < 2) return { permutation };
  const plain = clusterMeanT(sampleOf(control), sampleOf(other), scene.design.alpha);
  return {
    permutation,
    cluster_mean_t: { t: plain.t, df: plain.df, p: plain.p },
    ...(groups.length > MANY ? {} : { cr2: robust(scene, groups) }),
  };
}

function robust(scene: SeriesFrame, groups: readonly GroupResidual[]): PlainTest {
  const rows = groups.flatMap(({ group, treated }) =>
    stretchesOf(scene, group).map((value) => ({ group, treated, value })),
  );
  const { estimate, error, df, p } = cr2(
    rows.map(({ treated }) => [1, treated ? 1 : 0]),
    rows.map(({ value }) => value),
    rows.map(({ group }) => group),
    { which: 1, alpha: scene.design.alpha },
  );
  return { t: estimate / error, df, p };
}
