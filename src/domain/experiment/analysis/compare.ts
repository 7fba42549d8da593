import { betOnPairs, evidenceOf, startEProcess } from "../../stats/e-process.js";
import { completeRandomisation, fairCoins, type Law } from "../../stats/law.js";
import { type Look, walkPaths } from "../../stats/paths.js";
import { attainableP } from "../../stats/plan.js";
import { coinsIn, looksTurned } from "../data/blocks.js";
import { unpairedSeries } from "../data/complete.js";
import { type Series, type SeriesFrame, seriesOf } from "../data/series.js";
import { levelOf } from "../design/coins.js";
import { judge } from "./judge.js";
import { secondaryOf } from "./secondary.js";
import type { Analysis } from "./verdict.js";

export type ComparedArm = Omit<
  Analysis,
  "design" | "arms" | "primary" | "guardrails" | "sample_ratio"
>;

/** One arm against the first. With k arms each gets α/(k − 1), so that looking at all of them is safe. */
export function compareArm(scene: SeriesFrame): ComparedArm {
  const { design, until, sets } = scene;
  const { found, level, share, answerable, paths } = walkArm(scene);
  const bets = betting(found.series, scene, 1 / (share - level));
  const judged = judge(paths, {
    level,
    margin: Math.log1p(design.smallest_interesting),
    answerable,
    ...(design.clocks === "both" && bets.struck ? { evidenceDay: bets.struck } : {}),
    moreDaysHelp: design.design === "switchback",
  });
  const warnings = [...judged.warnings];
  if (found.unusable > 0)
    warnings.push({ code: "BLOCKS_UNUSABLE", params: { blocks: found.unusable } });
  if (looksTurned(scene)) warnings.push({ code: "BLOCKS_TURNED", params: {} });
  if (sets.length === 0) warnings.push({ code: "GROUPS_UNPAIRED", params: {} });
  if (!answerable)
    warnings.push({
      code: "ALPHA_NOT_ATTAINABLE",
      params: { alpha: level, attainable: found.attainable },
    });
  if (until < design.horizon && design.design === "parallel")
    warnings.push({ code: "EVIDENCE_AT_HORIZON", params: { horizon: design.horizon } });
  const not_peeking_calibrated = secondaryOf(scene, found);
  return {
    ...judged,
    evidence: bets.evidence,
    attainable_p: found.attainable,
    not_peeking_calibrated,
    warnings,
  };
}

/** The paths of one arm's randomisation, its share of α, and the level of the horizon's clock. */
export function walkArm(scene: SeriesFrame) {
  const drawn = drawArm(scene);
  return { ...drawn, paths: walkPaths(drawn.found.law, drawn.found.looks) };
}

/** One arm's randomisation before its paths are walked, which is what takes time. */
export function drawArm(scene: SeriesFrame) {
  const { design, sets } = scene;
  const share = design.alpha / (design.arms.length - 1);
  const level = levelOf(design.alpha, design.arms.length, design.clocks);
  const found = sets.length > 0 ? pairedDesign(scene) : unpairedDesign(scene);
  return { found, share, level, answerable: found.attainable <= level };
}

type Found = {
  readonly law: Law;
  readonly looks: readonly Look[];
  readonly attainable: number;
  readonly unusable: number;
  readonly series?: Series;
  /** Which coins are treated groups; absent where a coin is a pair. */
  readonly treated?: readonly boolean[];
};

function pairedDesign(scene: SeriesFrame): Found {
  const { design, sets, until } = scene;
  const series = seriesOf(scene);
  const known = new Set(series.looks.flatMap(({ changes }) => changes.map(({ coin }) => coin)))
    .size;
  const toCome = coinsIn(design, design.horizon) - coinsIn(design, until);
  const coins = known + sets.length * toCome;
  const attainable = attainableP({ design: "switchback", pairs: coins, blocks: 1 });
  const law = fairCoins(series.coins, design.draws, design.seed);
  return { law, looks: series.looks, attainable, unusable: series.unusable, series };
}

function unpairedDesign(scene: SeriesFrame): Found {
  const { design } = scene;
  const { looks, treated, unusable } = unpairedSeries(scene);
  const ones = treated.filter(Boolean).length;
  const zeros = treated.length - ones;
  if (ones === 0 || zeros === 0)
    return { law: fairCoins(0, design.draws, design.seed), looks: [], attainable: 1, unusable };
  const law = completeRandomisation(treated, design.draws, design.seed);
  const attainable = attainableP({ design: "parallel", treated: ones, control: zeros });
  return { law, looks, attainable, unusable, treated };
}

/** The e-process over coins whose blocks are over, and the day it reached its bar. */
function betting(
  series: Series | undefined,
  scene: SeriesFrame,
  bar: number,
): { readonly evidence: number | null; readonly struck?: number } {
  if (!series || (series.finished.length === 0 && scene.design.design === "parallel"))
    return { evidence: null };
  let state = startEProcess({ variance: 1 });
  let struck: number | undefined;
  for (const { day, differences, weights } of series.finished) {
    state = betOnPairs(state, differences, weights);
    if (struck === undefined && evidenceOf(state) >= bar) struck = day;
  }
  return { evidence: evidenceOf(state), ...(struck === undefined ? {} : { struck }) };
}
