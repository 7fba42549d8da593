import type { Most, Shares } from "./limits.js";

/** How much of a limit somebody may use, of so many. */
export type Part = (whole: number) => number;

export const HOUR_MS = 3_600_000;

/** Of a smaller limit no more than this is kept for one: members are to be answered too. */
const SMALL = 5;

/** The parts of a limit that are left when some of it is kept for others. */
export function partsOf({ withinMs }: Pick<Most, "withinMs">, shares: Shares) {
  const { unasked, operators, posts, atLeast } = shares;
  const least = withinMs < HOUR_MS ? atLeast.minute : atLeast.hour;
  const kept = (percent: number, whole: number) =>
    Math.max(Math.ceil((whole * percent) / 100), Math.min(least, Math.ceil(whole / SMALL)));
  return {
    /** For all but what operators are answered. */
    butOperators: (whole: number) => whole - kept(operators, whole),
    /** For answers: neither operators' part nor the posts'. */
    answers: (whole: number) => whole - kept(operators, whole) - kept(posts, whole),
    /** For answers, where operators have a limit of their own. */
    butPosts: (whole: number) => whole - kept(posts, whole),
    unasked: (whole: number) => Math.floor((whole * unasked) / 100),
  } satisfies Readonly<Record<string, Part>>;
}
