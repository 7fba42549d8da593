import type { Experiment, Patch } from "../../domain/experiment/design/schema.js";

/** An arm that changes something. */
type Pick = { readonly experiment: string; readonly arm: string; readonly patch: Patch };
/** Arms that meet in one group, each of another experiment. */
export type Combination = readonly Pick[];

/**
 * All combinations of arms that can meet in a group, smaller ones first; arms that change nothing, and
 * experiments that don't run, are the playbook as it is written.
 * @param limit with more than so many combinations, only single arms come back, the first `limit`
 */
export function combinationsOf(
  experiments: Readonly<Record<string, Experiment>>,
  limit: number,
): { readonly count: number; readonly all: readonly Combination[] } {
  const all = Object.entries(experiments).map(([experiment, { arms, pool }]) => ({
    pool,
    picks: Object.entries(arms)
      .filter(([, patch]) => Object.keys(patch).length > 0)
      .map(([arm, patch]): Pick => ({ experiment, arm, patch })),
  }));
  const pools = new Set(all.flatMap(({ pool }) => pool ?? []));
  // A group of a pool sees the pool's experiments and those of all groups.
  const places = (pools.size > 0 ? [...pools] : [undefined]).map((pool) =>
    all
      .filter((each) => each.pool === undefined || each.pool === pool)
      .map(({ picks }) => picks)
      .filter((picks) => picks.length > 0),
  );
  const count = places.reduce(
    (sum, place) => sum + place.reduce((product, picks) => product * (picks.length + 1), 1),
    0,
  );
  if (count > limit)
    return { count, all: all.flatMap(({ picks }) => picks.map((pick) => [pick])).slice(0, limit) };
  const met = new Map(
    places.flatMap(product).map((combination) => [labelOf(combination), combination]),
  );
  met.delete("");
  return { count, all: [...met.values()].sort((a, b) => a.length - b.length) };
}

/** One pick or none of each experiment. */
function product(place: readonly (readonly Pick[])[]): Combination[] {
  return place.reduce<Combination[]>(
    (found, picks) =>
      found.flatMap((before) => [before, ...picks.map((pick) => [...before, pick])]),
    [[]],
  );
}

/** `threshold.sixtyfive + persona.office`. */
export const labelOf = (combination: Combination): string =>
  combination.map(({ experiment, arm }) => `${experiment}.${arm}`).join(" + ");
