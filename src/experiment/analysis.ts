import { betOnPairs, evidenceOf, startEProcess } from "../stats/e-process.js";
import { completeRandomisation, fairCoins, type Law } from "../stats/law.js";
import { holm } from "../stats/multiplicity.js";
import { type Look, walkPaths } from "../stats/paths.js";
import { attainableP } from "../stats/plan.js";
import { type Baseline, baselineOf, logRate } from "./baseline.js";
import { unpairedSeries } from "./complete.js";
import type { Row } from "./data.js";
import type { Design } from "./design.js";
import { coinRatio, guardrailsOf } from "./guardrails.js";
import { judge } from "./judge.js";
import { analyzeMember } from "./member.js";
import { pairGroups } from "./pairing.js";
import { priorVariance } from "./prior-variance.js";
import { armsOfBlock, type Index, indexRows, type Series, seriesOf } from "./series.js";
import type { Analysis, Warning } from "./verdict.js";

/**
 * The verdict on an experiment from its rows, one per group and day. The same rows in any order give
 * the same answer; nothing is random but the sign paths, which follow `design.seed`.
 */
export function analyze(design: Design, given: readonly Row[]): Analysis {
  // One order, so that sums are rounded alike however the file was sorted.
  const rows = [...given].sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : a.day - b.day));
  if (design.design === "member") return analyzeMember(design, rows);
  const warnings: Warning[] = [];
  const index = indexRows(rows);
  const baseline = baselineOf(rows, design);
  const latest = rows.reduce((day, row) => Math.max(day, row.day), 0);
  const until = Math.min(latest, design.horizon);
  if (latest > until)
    warnings.push({ code: "DAYS_AFTER_HORIZON", params: { days: latest - until } });
  if (baseline.belowZero > 0)
    warnings.push({ code: "VALUES_BELOW_ZERO", params: { values: baseline.belowZero } });
  const sets = setsOf(design, index, baseline, warnings);
  const scene = { design, index, baseline, sets, until };
  const compared = design.arms.slice(1).map((arm) => compareArm({ ...scene, arm }));
  const [main] = compared as [Compared];
  const { warnings: own, ...figures } = main;
  const arm = design.arms[1] as string;
  const paired = sets.length > 0;
  return {
    design: design.design,
    arms: design.arms,
    primary: design.primary,
    ...figures,
    guardrails: paired ? guardrailsOf({ ...scene, arm }) : [],
    sample_ratio: paired ? coinRatio({ ...scene, arm }) : null,
    warnings: [...warnings, ...own],
    ...(compared.length > 1 ? { others: othersOf(design, compared) } : {}),
  };
}

type Scene = {
  readonly design: Design;
  readonly index: Index;
  readonly baseline: Baseline;
  readonly sets: readonly (readonly string[])[];
  readonly until: number;
  readonly arm: string;
};
type Compared = Omit<Analysis, "design" | "arms" | "primary" | "guardrails" | "sample_ratio">;

/** One arm against the first. With k arms each gets α/(k − 1), so that looking at all of them is safe. */
function compareArm(scene: Scene): Compared {
  const { design, until, sets } = scene;
  const alpha = design.alpha / (design.arms.length - 1);
  const level = design.clocks === "both" ? 0.9 * alpha : alpha;
  const found = sets.length > 0 ? pairedDesign(scene) : unpairedDesign(scene);
  const answerable = found.attainable <= level;
  const bets = betting(found.series, scene, 1 / (alpha - level));
  const judged = judge(walkPaths(found.law, found.looks), {
    level,
    margin: Math.log1p(design.smallest_interesting),
    answerable,
    ...(design.clocks === "both" && bets.struck ? { evidenceDay: bets.struck } : {}),
    moreDaysHelp: design.design === "switchback",
  });
  const warnings = [...judged.warnings];
  if (found.unusable > 0)
    warnings.push({ code: "BLOCKS_UNUSABLE", params: { blocks: found.unusable } });
  if (sets.length === 0) warnings.push({ code: "GROUPS_UNPAIRED", params: {} });
  if (!answerable)
    warnings.push({
      code: "ALPHA_NOT_ATTAINABLE",
      params: { alpha: level, attainable: found.attainable },
    });
  if (until < design.horizon && design.design === "parallel")
    warnings.push({ code: "EVIDENCE_AT_HORIZON", params: { horizon: design.horizon } });
  return { ...judged, evidence: bets.evidence, attainable_p: found.attainable, warnings };
}

type Found = {
  readonly law: Law;
  readonly looks: readonly Look[];
  readonly attainable: number;
  readonly unusable: number;
  readonly series?: Series;
};

function pairedDesign(scene: Scene): Found {
  const { design, sets, until } = scene;
  const series = seriesOf(scene);
  const known = new Set(series.looks.flatMap(({ changes }) => changes.map(({ coin }) => coin)))
    .size;
  const block = design.design === "parallel" ? design.horizon : design.block;
  const toCome = Math.ceil(design.horizon / block) - Math.ceil(until / block);
  const coins = known + sets.length * toCome;
  const attainable = attainableP({ design: "switchback", pairs: coins, blocks: 1 });
  const law = fairCoins(series.coins, design.draws, design.seed);
  return { law, looks: series.looks, attainable, unusable: series.unusable, series };
}

function unpairedDesign(scene: Scene): Found {
  const { design } = scene;
  const { looks, treated, unusable } = unpairedSeries(scene);
  const ones = treated.filter(Boolean).length;
  const zeros = treated.length - ones;
  if (ones === 0 || zeros === 0)
    return { law: fairCoins(0, design.draws, design.seed), looks: [], attainable: 1, unusable };
  const law = completeRandomisation(treated, design.draws, design.seed);
  const attainable = attainableP({ design: "parallel", treated: ones, control: zeros });
  return { law, looks, attainable, unusable };
}

/** The e-process over finished blocks, and the day it reached its bar. */
function betting(
  series: Series | undefined,
  scene: Scene,
  bar: number,
): { readonly evidence: number | null; readonly struck?: number } {
  if (!series || (series.finished.length === 0 && scene.design.design === "parallel"))
    return { evidence: null };
  let state = startEProcess({ variance: priorVariance(scene) });
  let struck: number | undefined;
  for (const { day, differences } of series.finished) {
    state = betOnPairs(state, differences);
    if (struck === undefined && evidenceOf(state) >= bar) struck = day;
  }
  return { evidence: evidenceOf(state), ...(struck === undefined ? {} : { struck }) };
}

/** The registered sets, or groups matched on their pre-period; none when arms don't follow the match. */
function setsOf(
  design: Design,
  index: Index,
  baseline: Baseline,
  warnings: Warning[],
): readonly (readonly string[])[] {
  const groups = [...index.keys()].sort();
  if (design.pairs) {
    const paired = new Set(design.pairs.flat());
    const spare = groups.filter((group) => !paired.has(group)).length;
    if (spare > 0) warnings.push({ code: "GROUPS_LEFT_OUT", params: { groups: spare } });
    return design.pairs;
  }
  const rated = groups.map((group) => ({
    group,
    logRate: logRate(baseline.rates.get(group) ?? 0),
  }));
  const { sets, left } = pairGroups(rated, design.arms.length);
  const arms = [design.arms[0], design.arms[1]] as [string, string];
  const split = (set: readonly string[]) =>
    typeof armsOfBlock(index, set, arms, [1, design.horizon]) !== "string";
  if (design.design === "parallel" && !sets.every(split)) return [];
  warnings.push({ code: "PAIRS_DERIVED", params: { pairs: sets.length } });
  if (left.length > 0) warnings.push({ code: "GROUPS_LEFT_OUT", params: { groups: left.length } });
  return sets;
}

function othersOf(design: Design, compared: readonly Compared[]): NonNullable<Analysis["others"]> {
  const adjusted = holm(compared.map(({ p }) => p ?? 1));
  return compared.map(({ estimate, stopped_on, verdict }, i) => ({
    arm: design.arms[i + 1] as string,
    estimate,
    p: adjusted[i] as number,
    stopped_on,
    verdict,
  }));
}
