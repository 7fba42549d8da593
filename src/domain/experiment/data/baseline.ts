import { momentsOf } from "../../stats/moments.js";
import { amountSensitivity, countSensitivity } from "../../stats/residual.js";
import { sampleQuantile, winsorise } from "../../stats/winsorise.js";
import type { Design } from "../design/design.js";
import { columnOf, type DataColumn, isMoney } from "../design/metrics.js";
import type { Row } from "./data.js";

/** What the pre-period foretells, and in which units the primary metric is counted. */
export type Baseline = {
  /** Units per member and day of each group. */
  readonly rates: ReadonlyMap<string, number>;
  /** The primary of a row, in units, cut where the registration says so; undefined: not measured. */
  readonly unitsOf: (row: Row) => number | undefined;
  /** How far a group's residual over so many days moves per unit of log lift; 1 where events are many. */
  readonly slopeOf: (group: string, days: number) => number;
  /** How many measured values were below zero and count as zero. */
  readonly belowZero: number;
};

/**
 * The pre-period's rates. Counts are counted in ones. Money is counted in mean orders of the
 * pre-period (else in its variance over its mean), so that the ½ in a residual means half an order
 * in any currency: half a fen would turn a day without orders into an outlier.
 */
export function baselineOf(
  rows: readonly Row[],
  design: Pick<Design, "primary" | "winsorise">,
): Baseline {
  const column = columnOf(design.primary);
  const before = rows.filter((row) => row.day < 1 && row.members && row[column] !== undefined);
  const cap = capOf(before, column, design.winsorise);
  const cut = (row: Row): number | undefined => {
    const value = row[column];
    if (value === undefined) return undefined;
    return Number.isFinite(cap)
      ? winsorise(Math.max(0, value), cap * (row.members ?? 0))
      : Math.max(0, value);
  };
  const unit = unitOf(before, column);
  const sums = new Map<string, { total: number; memberDays: number }>();
  for (const row of before) {
    const sum = sums.get(row.group) ?? { total: 0, memberDays: 0 };
    sum.total += (cut(row) as number) / unit;
    sum.memberDays += row.members as number;
    sums.set(row.group, sum);
  }
  const unitsOf = (row: Row): number | undefined => {
    const value = cut(row);
    return value === undefined ? undefined : value / unit;
  };
  const money = isMoney(column);
  return {
    rates: new Map([...sums].map(([group, { total, memberDays }]) => [group, total / memberDays])),
    unitsOf,
    slopeOf: slopes(before, unitsOf, money ? amountSensitivity : countSensitivity),
    belowZero: rows.filter((row) => (row[column] ?? 0) < 0).length,
  };
}

/** The log rate that groups are matched on; a group without events sorts below all others. */
export const logRate = (rate: number): number => Math.log(Math.max(rate, 1e-9));

function capOf(before: readonly Row[], column: DataColumn, percentile: number | undefined): number {
  if (percentile === undefined || !isMoney(column)) return Number.POSITIVE_INFINITY;
  const each = before.map((row) => Math.max(0, row[column] as number) / (row.members as number));
  return each.length > 0 ? sampleQuantile(each, percentile) : Number.POSITIVE_INFINITY;
}

function unitOf(before: readonly Row[], column: DataColumn): number {
  if (!isMoney(column)) return 1;
  const money = before.reduce((sum, row) => sum + Math.max(0, row[column] as number), 0);
  const orders = before.reduce((sum, row) => sum + (row.orders ?? 0), 0);
  if (money > 0 && orders > 0) return money / orders;
  const { mean, m2, n } = momentsOf(before.map((row) => Math.max(0, row[column] as number)));
  return mean > 0 && m2 > 0 ? m2 / n / mean : 1;
}

/** The mean sensitivity of the pre-period's stretches of so many days, one after another. */
function slopes(
  before: readonly Row[],
  unitsOf: (row: Row) => number | undefined,
  sensitivity: (value: number) => number,
): Baseline["slopeOf"] {
  const series = new Map<string, number[]>();
  for (const row of [...before].sort((a, b) => a.day - b.day))
    series.set(row.group, [...(series.get(row.group) ?? []), unitsOf(row) as number]);
  const known = new Map<string, number>();
  return (group, days) => {
    const values = series.get(group) ?? [];
    const length = Math.max(1, Math.min(days, values.length));
    const key = `${length} ${group}`;
    const found = known.get(key) ?? meanOver(values, length, sensitivity);
    known.set(key, found);
    return found;
  };
}

function meanOver(
  values: readonly number[],
  length: number,
  sensitivity: (value: number) => number,
): number {
  const stretches = Math.floor(values.length / length);
  let total = 0;
  for (let i = 0; i < stretches; i += 1)
    total += sensitivity(
      values.slice(i * length, (i + 1) * length).reduce((sum, value) => sum + value, 0),
    );
  return stretches > 0 ? total / stretches : 0;
}
