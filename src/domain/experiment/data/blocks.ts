import type { Design } from "../design/design.js";
import { armsOfBlock, type Index } from "./rows.js";

/** One block of a matched set: who had the first arm and who the other, and the coin that said so. */
export type SetBlock = {
  /** The set's place among the sets, and the coin's among those of the set; from 0. */
  readonly at: number;
  readonly coin: number;
  /** Its first and last day; the last that is looked at while it goes on. */
  readonly first: number;
  readonly last: number;
  readonly reference: string;
  readonly treated: string;
};

type Shape = Pick<Design, "design" | "block" | "blocks_per_coin" | "horizon">;

/** How long a group keeps its arm, in days. A parallel design has one block, the whole horizon. */
export const daysOfBlock = ({ design, block, horizon }: Shape): number =>
  design === "parallel" ? horizon : block;

/** How often a set's coin falls in so many days. */
export const coinsIn = (design: Shape, days: number): number =>
  Math.ceil(days / (daysOfBlock(design) * design.blocks_per_coin));

/** What the blocks are read from; `until` is the last day looked at. */
export type BlockFrame = {
  readonly index: Index;
  readonly sets: readonly (readonly string[])[];
  readonly design: Design;
  readonly arm: string;
  readonly until: number;
};

/**
 * The blocks of each set that have begun, one set after another. Unusable is one in which two groups
 * shared an arm, a group changed arm, or the second of a coin's two in which arms did not change about.
 */
export function* blocksOf(of: BlockFrame): Generator<SetBlock | "unusable"> {
  const { index, sets, design, until } = of;
  const length = daysOfBlock(design);
  const arms = [design.arms[0] as string, of.arm] as const;
  for (const [at, set] of sets.entries()) {
    let before: string | undefined;
    for (let k = 0; k * length < until; k += 1) {
      const first = k * length + 1;
      const last = Math.min(first + length - 1, until);
      const chosen = armsOfBlock(index, set, arms, [first, last]);
      if (k % design.blocks_per_coin === 0) before = undefined;
      const unturned = typeof chosen !== "string" && before === chosen[1];
      if (chosen === "unusable" || unturned) yield "unusable";
      if (typeof chosen === "string" || unturned) continue;
      const [reference, treated] = chosen;
      before = treated;
      const coin = Math.floor(k / design.blocks_per_coin);
      yield { at, coin, first, last, reference, treated };
    }
  }
}

/** So often in a row chance turns arms about once in 256 times. */
const TURNS = 8;

/** Whether the pairs changed arms in every second block, though the design says that each has its own coin. */
export function looksTurned(scene: BlockFrame): boolean {
  if (scene.design.design !== "switchback" || scene.design.blocks_per_coin > 1) return false;
  let before: SetBlock | undefined;
  let turns = 0;
  for (const block of blocksOf(scene)) {
    if (block === "unusable") continue;
    if (block.coin % 2 === 1 && before?.at === block.at && before.coin === block.coin - 1) {
      if (before.treated === block.treated) return false;
      turns += 1;
    }
    before = block;
  }
  return turns >= TURNS;
}
