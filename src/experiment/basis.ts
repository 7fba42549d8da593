import { momentsOf } from "../stats/moments.js";
import { ASSUMED, pairDayVariance } from "../stats/plan.js";
import { residual } from "../stats/residual.js";
import { baselineOf, logRate } from "./baseline.js";
import type { Row } from "./data.js";
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
 * mean. Undefined with fewer than two groups, or fewer than 7 days that both of a pair have.
 */
export function measuredBasis(
  rows: readonly Row[],
  design: Pick<Design, "primary" | "winsorise">,
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
  const spreads = pairGroups(rated).sets.flatMap(([one, other]) => {
    const theirs = daily.get(other as string);
    const differences = [...(daily.get(one as string) ?? [])].flatMap(([day, value]) => {
      const second = theirs?.get(day);
      return second === undefined ? [] : [value - second];
    });
    return differences.length < LEAST_DAYS ? [] : [momentsOf(differences)];
  });
  const freedom = spreads.reduce((sum, { n }) => sum + n - 1, 0);
  const slopes = [...rates.keys()].map((group) => slopeOf(group, 1));
  const slope = slopes.reduce((sum, each) => sum + each, 0) / slopes.length;
  if (freedom === 0 || !(slope > 0)) return undefined;
  const squares = spreads.reduce((sum, { m2 }) => sum + m2, 0);
  const units = before.map(unitsOf).filter((value) => value !== undefined);
  return {
    variance: squares / freedom / slope ** 2,
    persistent: ASSUMED.persistent,
    events: units.reduce((sum, value) => sum + value, 0) / units.length,
    measured: { groups: 2 * spreads.length, days: new Set(before.map(({ day }) => day)).size },
  };
}
