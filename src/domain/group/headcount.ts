import type { Instant } from "../../core/event.js";

/** How many people a platform said are in a chat, at an instant of its clock, up to `within` earlier or later. */
export type Count = { readonly at: Instant; readonly within: number; readonly people: number };
/** Somebody came in or went out, at an instant of the platform's clock. */
export type Move = { readonly at: Instant; readonly who: string; readonly in: boolean };

/**
 * Counts and moves in the order in which they happened, those of one instant in the order in which they
 * became known. It goes back to the last count that is beyond doubt.
 */
export type Headcount = {
  readonly log: readonly (Count | Move)[];
  /** So many counts in a row were in doubt. */
  readonly doubts?: number;
};

/** Two clocks that are right differ by less. */
const CLOCKS_DIFFER_MS = 60_000;
/** So many are kept; what is older is added up. */
const MOST = 200;

type Entry = Headcount["log"][number];
const isCount = (entry: Entry): entry is Count => "people" in entry;
const movesIn = (log: readonly Entry[]) => log.filter((entry): entry is Move => !isCount(entry));

/** A group of so many people, before anything was counted. */
export const openHeadcount = (people: number): Headcount => ({
  log: [{ at: 0, within: 0, people }],
});

/** How many people are in now: those counted, and who came and went since. */
export function peopleIn({ log }: Headcount): number {
  const base = baseOf(log);
  return base ? Math.max(0, base.people + netOf(after(log, base))) : 0;
}

/** More people than this can't be in: the most that were ever counted, and all who moved. */
export const mostIn = ({ log }: Headcount): number =>
  Math.max(0, ...log.filter(isCount).map(({ people }) => people)) + movesIn(log).length;

/** @returns true when nobody can tell whether the newest count saw a move: it should be taken again. */
export function isInDoubt({ log }: Headcount): boolean {
  const newest = log.findLast(isCount);
  return newest !== undefined && isDoubtful(log, newest);
}

/** With a move that became known, however late. */
export function withMove({ log, ...rest }: Headcount, move: Move): Headcount {
  return { ...rest, log: shortened(inserted(log, move)) };
}

/**
 * With a count that became known. One from before the last is of no use, unless that one lies well after
 * `now`: then a clock was wrong, and what it told is forgotten.
 */
export function withCount({ log, doubts = 0 }: Headcount, count: Count, now: Instant): Headcount {
  const base = baseOf(log);
  if (base && base.at > count.at)
    return base.at > now + CLOCKS_DIFFER_MS
      ? { log: [count] }
      : { log, ...(doubts > 0 && { doubts }) };
  const own = log.filter((entry) => !isCount(entry) || entry === base);
  const from = base ? base.at - base.within : Number.NEGATIVE_INFINITY;
  const next = inserted(
    own.filter((entry) => entry === base || entry.at >= from),
    count,
  );
  return isDoubtful(next, count) ? { log: next, doubts: doubts + 1 } : { log: next };
}

/** The newest count beyond doubt, else the oldest. */
function baseOf(log: readonly Entry[]): Count | undefined {
  const counts = log.filter(isCount);
  return counts.findLast((count) => !isDoubtful(log, count)) ?? counts[0];
}

const isDoubtful = (log: readonly Entry[], { at, within }: Count): boolean =>
  movesIn(log).some((move) => Math.abs(move.at - at) < within);

const after = (log: readonly Entry[], base: Count): readonly Move[] =>
  movesIn(log.slice(log.indexOf(base) + 1));

/** What moves add up to; somebody's first tells where they were before, and their last where they are. */
function netOf(moves: readonly Move[]): number {
  const first = new Map<string, Move>();
  const last = new Map<string, Move>();
  for (const move of moves) {
    if (!first.has(move.who)) first.set(move.who, move);
    last.set(move.who, move);
  }
  let net = 0;
  for (const [who, move] of last) net += Number(move.in) - Number(!first.get(who)?.in);
  return net;
}

function inserted(log: readonly Entry[], entry: Entry): readonly Entry[] {
  const place = log.findLastIndex(({ at }) => at <= entry.at) + 1;
  return [...log.slice(0, place), entry, ...log.slice(place)];
}

/** Where counts never come or are always in doubt, the older half of the moves is added to the oldest count. */
function shortened(log: readonly Entry[]): readonly Entry[] {
  if (log.length <= MOST) return log;
  const at = log[MOST / 2]?.at ?? 0;
  const [old, recent] = [log.filter((one) => one.at <= at), log.filter((one) => one.at > at)];
  const base = baseOf(old);
  return base ? [{ at, within: 0, people: base.people + netOf(after(old, base)) }, ...recent] : log;
}
