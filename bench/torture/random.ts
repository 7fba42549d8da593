import { pick } from "../../src/core/hash.js";

export type Random = {
  /** An integer from 0 to below `n`. */
  readonly below: (n: number) => number;
  readonly oneOf: <T>(list: readonly T[]) => T;
  /** Whether something happens that happens this often, between 0 and 1. */
  readonly chance: (share: number) => boolean;
};

/** Draws that depend on the seed and on how many were made before. */
export function randomFrom(seed: string): Random {
  let drawn = 0;
  const below = (n: number) => pick(`${seed}:${drawn++}`, n);
  return {
    below,
    oneOf: (list) => list[below(list.length)] as (typeof list)[number],
    chance: (share) => below(1_000_000) < share * 1_000_000,
  };
}
