import { attainableP } from "../../stats/plan.js";

/**
 * How many blocks one coin decides. Two where there are two arms: the pair changes arms in the second
 * block, so that what a group is like drops out of the two together (a randomised crossover; Grizzle
 * 1965). One where that would leave too few coins: with six or seven at 5 %, chance rules
 * out so few outcomes that half the coins find less than all of them (measured in decision 0019).
 */
export function blocksPerCoin(of: {
  readonly design: "switchback" | "parallel" | "member";
  readonly arms: number;
  readonly sets: number;
  readonly blocks: number;
  readonly level: number;
}): 1 | 2 {
  if (of.design !== "switchback" || of.arms !== 2 || of.blocks < 2) return 1;
  const half = { design: of.design, pairs: of.sets, blocks: Math.ceil(of.blocks / 2) };
  return attainableP(half) <= of.level / 4 ? 2 : 1;
}

/** The α that one arm against the first may spend on the horizon's clock: nine tenths where both clocks run. */
export const levelOf = (alpha: number, arms: number, clocks: "horizon" | "both"): number =>
  (alpha / Math.max(1, arms - 1)) * (clocks === "both" ? 0.9 : 1);
