import type { Rollup } from "../../core/rollup.js";
import { dateAfter } from "../../domain/experiment/design/current.js";
import type { Day, Sums } from "./report.js";
import type { Span } from "./span.js";

/** What the rollups of a span say. Orders and what they brought are null where no order was ever told. */
export type FromRollups = Pick<
  Sums,
  | "members"
  | "joins"
  | "leaves"
  | "opt_outs"
  | "messages"
  | "active"
  | "orders"
  | "revenue"
  | "average_order"
  | "margin"
  | "promo_cost"
>;

/** Every day of a span, from all groups together. */
export function daysOf(rollups: readonly Rollup[], { from, days }: Span): readonly Day[] {
  return Array.from({ length: days }, (_, n) => {
    const day = dateAfter(from, n);
    const rows = rollups.filter((row) => row.day === day);
    const sum = (column: string) => total(rows, column);
    return {
      day,
      counted: rows.some(({ sums }) => sums.members !== undefined),
      joins: sum("joins"),
      leaves: sum("leaves"),
      messages: sum("messages"),
      active: sum("active"),
      orders: sum("orders"),
      revenue: sum("revenue"),
      promo_cost: sum("costs"),
    };
  });
}

/**
 * Adds up a span; all of it is null where nothing was counted in it.
 * @param rollups of the span and the day after it, whose beginning says how many members there were at the end
 */
export function sumsOf(
  rollups: readonly Rollup[],
  span: Span,
  has: { readonly orders: boolean; readonly margin: boolean },
): FromRollups | undefined {
  const rows = rollups.filter(({ day }) => day >= span.from && day <= span.to);
  if (rows.length === 0) return undefined;
  const sum = (column: string) => total(rows, column);
  const orders = sum("orders");
  const revenue = sum("revenue");
  const countedDays = new Set(rows.map(({ day }) => day)).size;
  return {
    members: membersAt(rollups, span),
    joins: sum("joins"),
    leaves: sum("leaves"),
    opt_outs: sum("complaints"),
    messages: sum("messages"),
    active: Math.round((10 * sum("active")) / countedDays) / 10,
    orders: has.orders ? orders : null,
    revenue: has.orders ? revenue : null,
    average_order: has.orders && orders > 0 ? Math.round(revenue / orders) : null,
    margin: has.orders && has.margin ? sum("margin") : null,
    promo_cost: has.orders ? sum("costs") : null,
  };
}

/**
 * Members at the end of a span: as the day after began, else as the last day began that was counted, with those who
 * came and went on it. A group that was not counted then is no longer one of the client's.
 */
function membersAt(rollups: readonly Rollup[], { from, to }: Span): number | null {
  const next = dateAfter(to, 1);
  const counted = rollups.filter(
    ({ day, sums }) => day >= from && day <= next && sums.members !== undefined,
  );
  const last =
    counted
      .map(({ day }) => day)
      .sort()
      .at(-1) ?? "";
  if (last === "") return null;
  const began = total(
    counted.filter(({ day }) => day === last),
    "members",
  );
  if (last === next) return began;
  const later = rollups.filter(({ day }) => day >= last && day <= to);
  return began + total(later, "joins") - total(later, "leaves");
}

const total = (rows: readonly Rollup[], column: string): number =>
  rows.reduce((sum, { sums }) => sum + (sums[column] ?? 0), 0);
