import type { Instant } from "../../core/event.js";
import { accountOf } from "./merge.js";
import type { Account, OrderIds, OrderRecord, ReturnedLine } from "./order.js";

type OrderStatus = "unpaid" | "paid" | "part_refunded" | "refunded" | "cancelled";

export type OrderView = Account & {
  readonly status: OrderStatus;
  /** Given back so far, in minor units, never more than the amount. */
  readonly refunded: number;
  /** All that came back, where every refund says what it was for; otherwise only the sum is known. */
  readonly returned?: readonly ReturnedLine[];
  /** Whatever was refunded, the order is off. */
  readonly cancelled: boolean;
  /** The shop had news after this account: fetch the order. */
  readonly outdated: boolean;
};

/** An order as it stands; undefined while nobody has said what it costs. */
export function viewOf(record: OrderRecord): OrderView | undefined {
  const { events } = record;
  const account = accountOf(record);
  if (!account) return undefined;
  const refunded = refundedOf(record, account.amount);
  const paidAt = account.paidAt ?? events.paid;
  const returned = returnedOf(record);
  const cancelled = account.state === "cancelled" || (events.cancelled ?? 0) > account.modifiedAt;
  return {
    ...account,
    ...(paidAt === undefined ? {} : { paidAt }),
    ids: idsOf(record),
    refunded,
    ...(returned ? { returned } : {}),
    cancelled,
    status: statusOf(account, { cancelled, paidAt, refunded }),
    outdated: newestEvent(record) > account.modifiedAt,
  };
}

/** The ids of an order's accounts and of its events. */
export function idsOf(record: OrderRecord): OrderIds {
  const { ids } = record;
  const account = accountOf(record);
  const all = (a: readonly string[] = [], b: readonly string[] = []) => [...new Set([...a, ...b])];
  const union = account?.ids.union ?? ids.union;
  const phone = account?.ids.phone ?? ids.phone;
  return {
    coupons: all(account?.ids.coupons, ids.coupons),
    platforms: all(account?.ids.platforms, ids.platforms),
    ...(union === undefined ? {} : { union }),
    ...(phone === undefined ? {} : { phone }),
  };
}

/** Some senders list refunds, some give their sum, some both: the larger is what was given back. */
function refundedOf({ refunds, refundedTotal }: OrderRecord, amount: number): number {
  const listed = refunds.reduce((sum, refund) => sum + refund.amount, 0);
  return Math.min(amount, Math.max(listed, refundedTotal));
}

function returnedOf({ refunds, refundedTotal }: OrderRecord): ReturnedLine[] | undefined {
  const listed = refunds.reduce((sum, refund) => sum + refund.amount, 0);
  const untold = refunds.some(({ amount, lines = [] }) => amount > 0 && lines.length === 0);
  if (refunds.length === 0 || untold || listed < refundedTotal) return undefined;
  return refunds.flatMap(({ lines = [] }) => lines);
}

function statusOf(
  account: Account,
  now: { cancelled: boolean; paidAt: Instant | undefined; refunded: number },
): OrderStatus {
  if (now.refunded > 0) return now.refunded >= account.amount ? "refunded" : "part_refunded";
  if (now.cancelled) return "cancelled";
  return account.state === "paid" || now.paidAt !== undefined ? "paid" : "unpaid";
}

const newestEvent = ({ events }: OrderRecord): Instant => Math.max(0, ...Object.values(events));
