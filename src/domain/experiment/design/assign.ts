import { UserError } from "../../../core/errors.js";

const LEVELS = 10_000;
const FNV_PRIME = 0x01000193;
const FNV_OFFSET = 0x811c9dc5;

/** FNV-1a over ASCII. @throws UserError for anything else: JavaScript, Go and Python disagree there */
function feed(hash: number, text: string): number {
  let next = hash;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) throw new UserError("EXPERIMENT_ID_ASCII", { id: text });
    next = Math.imul(next ^ code, FNV_PRIME);
  }
  return next;
}

/** FNV-1a of an unsigned number's decimal digits, without making the text. */
function digits(value: number): number {
  let size = 1;
  while (size * 10 <= value) size *= 10;
  let hash = FNV_OFFSET;
  let rest = value;
  for (; size >= 1; size /= 10) {
    const digit = Math.floor(rest / size);
    rest -= digit * size;
    hash = Math.imul(hash ^ (48 + digit), FNV_PRIME);
  }
  return hash;
}

/**
 * GrowthBook's hash version 2 of values under one seed: (fnv1a32(str(fnv1a32(seed + value))) mod
 * 10000), a level from 0 to 9999. The seed is hashed once.
 * Source: growthbook/growthbook, packages/sdk-js/src/util.ts and its cases.json.
 */
export function levelsUnder(seed: string): (value: string) => number {
  const prefix = feed(FNV_OFFSET, seed);
  return (value) => (digits(feed(prefix, value) >>> 0) >>> 0) % LEVELS;
}

/** The same as a number in [0, 1). @throws UserError unless both texts are ASCII */
export const hashUnit = (seed: string, value: string): number => levelsUnder(seed)(value) / LEVELS;

export type BucketRange = readonly [from: number, to: number];

/**
 * The part of [0, 1) of each arm. Weights that don't sum to 1 (within 0.01), or don't match the arms, are equal;
 * coverage is clamped to [0, 1] and shortens each range, so that nobody changes arm when it grows.
 */
export function bucketRanges(
  arms: number,
  coverage = 1,
  weights?: readonly number[],
): BucketRange[] {
  const kept = Math.min(1, Math.max(0, coverage));
  const fits = weights?.length === arms && isWhole(weights);
  const shares = fits ? weights : Array.from({ length: arms }, () => 1 / arms);
  let from = 0;
  return shares.map((share): BucketRange => {
    const range: BucketRange = [from, from + kept * share];
    from += share;
    return range;
  });
}

function isWhole(parts: readonly number[]): boolean {
  const total = parts.reduce((sum, part) => sum + part, 0);
  return total >= 0.99 && total <= 1.01;
}

/** The index of the range that holds n, or −1. */
export const chooseArm = (n: number, ranges: readonly BucketRange[]): number =>
  ranges.findIndex(([from, to]) => n >= from && n < to);

/** What a coin decided: which arm, and with what probability beforehand. */
export type Assignment = { readonly arm: string; readonly propensity: number };

/** A set's name: its groups in order. The value that is hashed. */
const setId = (set: readonly string[]): string => set.join("|");

/** What the coins of an experiment are tossed by. */
export type Tossed = {
  /** Its key. */
  readonly experiment: string;
  readonly arms: readonly string[];
  /** With 2 (two arms only) a coin decides two blocks, and the pair changes arms in the second; else 1. */
  readonly blocksPerCoin?: number;
};

/**
 * The arms of one matched set in one block: a permutation of the arms over its groups, each equally
 * likely (for a pair: a fair coin). Seed = experiment key : first block of the coin; value = the set's
 * name. Levels that don't divide evenly among the permutations are drawn again.
 * @returns arm by position in the set @throws UserError unless ids are ASCII
 */
export function assignSet(
  { experiment, arms, blocksPerCoin = 1 }: Tossed,
  block: number,
  set: readonly string[],
): Assignment[] {
  const turned = block % blocksPerCoin;
  const level = levelsUnder(`${experiment}:${block - turned}`);
  const orders = factorial(arms.length);
  const usable = LEVELS - (LEVELS % orders);
  let drawn = level(setId(set));
  for (let again = 1; drawn >= usable; again += 1) drawn = level(`${setId(set)}~${again}`);
  let index = Math.floor(drawn / (usable / orders));
  const left = turned > 0 ? arms.toReversed() : [...arms];
  return set.map((_, place) => {
    const below = factorial(arms.length - 1 - place);
    const [arm] = left.splice(Math.floor(index / below), 1);
    index %= below;
    return { arm: arm as string, propensity: 1 / arms.length };
  });
}

/** An arm and its probability; those of an experiment sum to 1. */
export type Share = { readonly key: string; readonly share: number };

/**
 * The arms of members for one push (design `member`), prepared once for many. Seed = experiment key :
 * push; value = member. @throws UserError unless ids are ASCII
 */
export function memberCoins(
  experiment: string,
  push: string,
  arms: readonly Share[],
): (member: string) => Assignment {
  const level = levelsUnder(`${experiment}:${push}`);
  const ranges = bucketRanges(
    arms.length,
    1,
    arms.map(({ share }) => share),
  );
  const all = arms.map(({ key, share }) => ({ arm: key, propensity: share }));
  return (member) => {
    const n = level(member) / LEVELS;
    let at = 0;
    while (at < all.length - 1 && n >= (ranges[at] as BucketRange)[1]) at += 1;
    return all[at] as Assignment;
  };
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
