import type { Fact } from "../../core/fact.js";
import { parseMoney } from "../../core/money.js";
import { localDay } from "../../core/time/local-day.js";
import type { OrderEntry } from "../../domain/order/entry.js";
import type { PointsEntry, PointsRecord, Rate } from "./records.js";
import type { PointsRules } from "./rules.js";

const NONE: PointsRecord = { balance: 0, recent: [] };
/** As many entries as a member or an operator is shown. */
const KEPT = 20;
const DAY_MS = 86_400_000;

/** What a member can spend; a debt is none. */
export const available = (record: PointsRecord | undefined): number =>
  Math.max(0, record?.balance ?? 0);

/** What a member owes, because points were given back after they had been spent. */
export const debtOf = (record: PointsRecord | undefined): number =>
  Math.max(0, -(record?.balance ?? 0));

/** The points of a person's accounts together: what one of them owes, another may have. */
export const together = (records: readonly (PointsRecord | undefined)[]): PointsRecord => ({
  ...NONE,
  balance: records.reduce((sum, record) => sum + (record?.balance ?? 0), 0),
});

/** How many points each of a person's accounts gives for a cost that they have together, the first one first. */
export function shares(
  cost: number,
  records: readonly (PointsRecord | undefined)[],
): readonly number[] {
  let left = cost;
  return records.map((record) => {
    const share = Math.min(left, available(record));
    left -= share;
    return share;
  });
}

/** A member's points with one more entry. */
export function entered(record: PointsRecord | undefined, entry: PointsEntry): PointsRecord {
  const { balance, recent, ...rest } = record ?? NONE;
  return { ...rest, balance: balance + entry.by, recent: [...recent, entry].slice(-KEPT) };
}

/** The entry as a fact: the ledger from which everything else can be told. */
export function pointsFact(
  { at, by, why, of }: PointsEntry,
  where: { readonly member: string; readonly group?: string | undefined; readonly zone: string },
): Fact {
  const { member, group, zone } = where;
  const data = { by, why, ...(of === undefined ? {} : { of }) };
  return {
    ...{ kind: "points", at, day: localDay(at, zone), member, data },
    ...(group === undefined ? {} : { group }),
  };
}

/** What a check-in on a day gives, and the how many-th in a row it is; undefined when it is the second that day. */
export function checkIn(
  record: PointsRecord | undefined,
  day: string,
  { give, bonus }: NonNullable<PointsRules["check_in"]>,
): { readonly by: number; readonly streak: number } | undefined {
  const last = record?.checkedIn;
  // A clock that was put back gives nothing twice.
  if (last !== undefined && last >= day) return undefined;
  const streak = last === dayBefore(day) ? (record?.streak ?? 0) + 1 : 1;
  const extra = bonus && streak % bonus.every === 0 ? bonus.give : 0;
  return { by: give + extra, streak };
}

/** The date before another, `YYYY-MM-DD`. */
const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);

const NO_RATE: Rate = { every: 0, give: 0 };

/** What the rules give for an order's revenue. */
export function rateOf(rules: PointsRules | undefined, currency: string): Rate {
  if (!rules?.orders) return NO_RATE;
  return { every: parseMoney(rules.orders.every, currency) ?? 0, give: rules.orders.give };
}

/** What an order gives as it now stands: for its net revenue, and by the promos that stand on it. */
export function pointsOf(
  { counted, booking }: Pick<OrderEntry, "counted" | "booking">,
  { every, give }: Rate,
): number {
  const steps = every > 0 ? Math.floor(Math.max(0, counted?.revenue ?? 0) / every) : 0;
  const paid = booking !== undefined && booking.reservedUntil === undefined;
  const promised = (paid ? booking.applied : []).filter(({ released }) => !released);
  return steps * give + promised.reduce((sum, { points = 0 }) => sum + points, 0);
}
