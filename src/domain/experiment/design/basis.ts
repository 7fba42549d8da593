import { momentsOf } from "../../stats/moments.js";
import { ASSUMED, pairDayVariance } from "../../stats/plan.js";
import { residual } from "../../stats/residual.js";
import { baselineOf, logRate } from "../data/baseline.js";
import type { Row } from "../data/data.js";
import type { Design } from "./design.js";
import { pairGroups } from "./pairing.js";

/** What a planner reckons with. */
export type Basis = {
  /** Of one pair's difference on one day, log units squared, per unit of log lift. */
  readonly variance: number;
  /** Deviation of what stays with a group all along, log units; always assumed. */
  readonly persistent: number;
  /** Orders, replies … of one group on one day; undefined for money without orders. */
  readonly events?: number;
  /** Where the variance comes from: the client's own days before, or assumptions. */
  readonly measured?: { readonly groups: number; readonly days: number };
  /** The days before varied less than counts do by themselves, so the variance is that of counting. */
  readonly counting?: true;
};

/** For a client without a pre-period: `ASSUMED`. */
export const ASSUMED_BASIS: Basis = {
  variance: pairDayVariance(ASSUMED),
  persistent: ASSUMED.persistent,
  events: ASSUMED.members * ASSUMED.ratePerMemberDay,
};

const LEAST_DAYS = 7;

/**
 * The basis from the rows before the start: how the daily residuals of matched groups differ, about their
 * mean, and at least what counting gives. Undefined with fewer than two groups, or fewer than 7 days that
 * both of a pair have.
 * @param matched the sets that will be compared; without them, pairs of the rates before
 */
export function measuredBasis(
  rows: readonly Row[],
  design: Pick<Design, "primary" | "winsorise">,
  matched?: readonly (readonly string[])[],
): Basis | undefined {
  const before = rows.filter(({ day, members }) => day < 1 && members);
  const { rates, unitsOf, slopeOf } = baselineOf(before, design);
  const daily = new Map<string, Map<number, number>>();
  for (const row of before) {
    const units = unitsOf(row);
    if (units === undefined) continue;
    const days = daily.get(row.group) ?? new Map<number, number>();
    const predicted = (rates.get(row.group) as number) * (row.members as number);
    daily.set(row.group, days.set(row.day, residual(units, predicted)));
  }
  const rated = [...rates].map(([group, rate]) => ({ group, logRate: logRate(rate) }));
  const pairs = (matched ?? pairGroups(rated).sets).flatMap(([one = "", ...others]) =>
    others.map((other) => [one, other] as const),
  );
  const spreads = pairs.flatMap(([one, other]) => {
    const theirs = daily.get(other);
    const differences = [...(daily.get(one) ?? [])].flatMap(([day, value]) => {
      const second = theirs?.get(day);
      return second === undefined ? [] : [value - second];
    });
    return differences.length < LEAST_DAYS
      ? []
      : [{ pair: [one, other] as const, ...momentsOf(differences) }];
  });
  const freedom = spreads.reduce((sum, { n }) => sum + n - 1, 0);
  const slopes = [...rates.keys()].map((group) => slopeOf(group, 1));
  const slope = slopes.reduce((sum, each) => sum + each, 0) / slopes.length;
  if (freedom === 0 || !(slope > 0)) return undefined;
  const squares = spreads.reduce((sum, { m2 }) => sum + m2, 0);
  const units = before.map(unitsOf).filter((value) => value !== undefined);
  const seen = squares / freedom / slope ** 2;
  const least = countingVariance(
    spreads.map(({ pair }) => pair),
    before,
    unitsOf,
  );
  return {
    variance: Math.max(seen, least),
    persistent: ASSUMED.persistent,
    events: units.reduce((sum, value) => sum + value, 0) / units.length,
    measured: {
      groups: new Set(spreads.flatMap(({ pair }) => pair)).size,
      days: new Set(before.map(({ day }) => day)).size,
    },
    ...(seen < least ? { counting: true } : {}),
  };
}

/**
 * The least that a pair's difference varies on one day, were its events as independent as a Poisson's. A
 * count with mean λ tells λ of a log lift (its Fisher information), so no estimate varies less than
 * 1/λ₁ + 1/λ₂ (Cramér 1946, Rao 1945). What pairs tell adds up, hence the harmonic mean over them.
 */
function countingVariance(
  pairs: readonly (readonly [string, string])[],
  before: readonly Row[],
  unitsOf: (row: Row) => number | undefined,
): number {
  const daily = (group: string): number => {
    const own = before.filter((row) => row.group === group).flatMap((row) => unitsOf(row) ?? []);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  const told = pairs.map(([one, other]) => 1 / (1 / daily(one) + 1 / daily(other)));
  return pairs.length / told.reduce((sum, each) => sum + each, 0);
}
