import { type Baseline, logRate } from "../data/baseline.js";
import { armsOfBlock, type Index } from "../data/rows.js";
import type { Design } from "../design/design.js";
import { pairGroups } from "../design/pairing.js";
import type { Warning } from "./verdict.js";

/** The registered sets, or groups matched on their pre-period; none when arms don't follow the match. */
export function setsOf(
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
