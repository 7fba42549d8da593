import type { Most, Shares } from "./limits.js";

/** How much of a limit somebody may use, of so many. */
export type Part = (whole: number) => number;

/** What is a matter of seconds is so at any age, and nobody waits long for it. */
export const HOUR_MS = 3_600_000;

/** Of a smaller limit operators are left no more than this: members are to be answered too. */
const SMALL = 5;

const percentOf = (percent: number, whole: number): number => Math.ceil((whole * percent) / 100);

/** The parts of a limit that are left when some of it is kept for others. */
export function partsOf({ withinMs }: Pick<Most, "withinMs">, shares: Shares) {
  const { unasked, operators, operatorsAtLeast, posts } = shares;
  const least = withinMs >= HOUR_MS ? operatorsAtLeast : 0;
  const forOperators: Part = (whole) =>
    Math.max(percentOf(operators, whole), Math.min(least, Math.ceil(whole / SMALL)));
  const forPosts: Part = (whole) => percentOf(posts, whole);
  return {
    /** For all but what operators are answered. */
    butOperators: (whole: number) => whole - forOperators(whole),
    /** For answers: neither operators' part nor the posts'. */
    answers: (whole: number) => whole - forOperators(whole) - forPosts(whole),
    /** For answers, where operators have a limit of their own. */
    butPosts: (whole: number) => whole - forPosts(whole),
    unasked: (whole: number) => Math.floor((whole * unasked) / 100),
  } satisfies Readonly<Record<string, Part>>;
}
