import { localDay } from "../../core/time/local-day.js";
import type { OrderEntry } from "../../domain/order/entry.js";
import { viewOf } from "../../domain/order/view.js";
import type { Store } from "../../store/port.js";
import type { Span } from "./span.js";

type Given = { readonly cost: number; readonly uses: number; readonly coupons: number };
const NONE: Given = { cost: 0, uses: 0, coupons: 0 };

/** What the orders paid in two spans say beyond the rollups. Money in minor units. */
export type FromOrders = {
  /** By promo, what still stands of what it gave: first the week, then the week before. */
  readonly promos: ReadonlyMap<string, readonly [Given, Given]>;
  readonly coupons: readonly [number, number];
  /** Paid in the week, and in no figure: of nobody known, or of a member without a group. */
  readonly unmatched: number;
  readonly homeless: number;
  /** Counted as orders, but not in the money: they are in another currency. */
  readonly foreign: number;
};

/** How many orders are read before others have their turn. */
const AT_ONCE = 2_000;

/** Reads all orders once, a page at a time: nothing else says which promo an order had, or whose nobody knows. */
export async function ordersOf(
  store: Store,
  client: string,
  of: {
    readonly week: Span;
    readonly before: Span;
    readonly zone: string;
    readonly currency: string;
  },
): Promise<FromOrders> {
  const promos = new Map<string, [Given, Given]>();
  const coupons: [number, number] = [0, 0];
  const missing = { unmatched: 0, homeless: 0, foreign: 0 };
  let read = 0;
  for await (const { value } of store.walk(client, "order")) {
    if (++read % AT_ONCE === 0) await new Promise(setImmediate);
    const { counted } = value;
    const day = counted?.day ?? (isPaid(value) ? paidOn(value, of.zone) : undefined);
    const span = day === undefined ? undefined : spanOf(day, of);
    if (span === undefined) continue;
    if (!counted) {
      if (span === 0) missing[value.member === undefined ? "unmatched" : "homeless"]++;
      continue;
    }
    if (span === 0 && viewOf(value.record)?.currency !== of.currency) missing.foreign++;
    for (const { promo, kept, coupon, released } of value.booking?.applied ?? []) {
      if (released) continue;
      const both = promos.get(promo) ?? [NONE, NONE];
      const { cost, uses, coupons: brought } = both[span];
      const by = coupon === undefined ? 0 : 1;
      both[span] = { cost: cost + kept, uses: uses + 1, coupons: brought + by };
      promos.set(promo, [both[0], both[1]]);
      coupons[span] += by;
    }
  }
  return { promos, coupons, ...missing };
}

function spanOf(
  day: string,
  { week, before }: { readonly week: Span; readonly before: Span },
): 0 | 1 | undefined {
  if (day >= week.from && day <= week.to) return 0;
  return day >= before.from && day <= before.to ? 1 : undefined;
}

function isPaid({ record }: OrderEntry): boolean {
  const status = viewOf(record)?.status;
  return status !== undefined && status !== "unpaid" && status !== "cancelled";
}

function paidOn({ record }: OrderEntry, zone: string): string | undefined {
  const view = viewOf(record);
  return view && localDay(view.paidAt ?? view.placedAt ?? view.modifiedAt, zone);
}
