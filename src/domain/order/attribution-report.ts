import { formatMoney } from "../../core/money.js";
import { netRevenue } from "./attributed.js";
import { type AttributionModel, creditsBy } from "./attribution.js";
import type { OrderEntry } from "./entry.js";
import { viewOf } from "./view.js";

/** What revenue can be credited to. */
export const attributionDimensions = ["promo", "persona", "message", "coupon", "arm"] as const;
export type AttributionDimension = (typeof attributionDimensions)[number];

/** What members' orders brought, by the thing credited; amounts as decimals of the currency. */
export type AttributionReport = {
  readonly by: AttributionDimension;
  readonly currency: string;
  /** How orders were credited; the playbook may have changed between them. */
  readonly attribution: readonly {
    readonly model: AttributionModel;
    readonly window: string;
    readonly orders: number;
  }[];
  /** Members' orders with something paid and not given back, and what they brought. */
  readonly orders: number;
  readonly revenue: string;
  /** The most first. An order may be credited to several. */
  readonly credited: readonly {
    readonly id: string;
    readonly orders: number;
    readonly revenue: string;
  }[];
  /** What is paid in other currencies, members' orders or nobody's: it is in none of the sums. */
  readonly foreign: readonly {
    readonly currency: string;
    readonly orders: number;
    readonly revenue: string;
  }[];
  /** What is left of the revenue: credited to nothing, or to touches that don't speak for such a thing. */
  readonly uncredited: string;
};

type Sum = { orders: number; revenue: number };
type Tally = {
  readonly add: (entry: OrderEntry) => void;
  readonly report: () => AttributionReport;
};

/** Adds up orders one by one; those of nobody or without revenue are left out, foreign ones stand apart. */
export function attributionTally(by: AttributionDimension, currency: string): Tally {
  const all: Sum = { orders: 0, revenue: 0 };
  const things = new Map<string, Sum>();
  const foreign = new Map<string, Sum>();
  const ways = new Map<
    string,
    Sum & { readonly model: AttributionModel; readonly window: string }
  >();
  return {
    add({ record, member, credits }) {
      const state = viewOf(record);
      const revenue = state ? netRevenue(state) : 0;
      if (!state || revenue === 0) return;
      if (state.currency !== currency)
        return count(at(foreign, state.currency, { orders: 0, revenue: 0 }), revenue);
      if (member === undefined) return;
      count(all, revenue);
      if (!credits) return;
      const { model, window, to } = credits;
      count(at(ways, `${model} ${window}`, { orders: 0, revenue: 0, model, window }), revenue);
      for (const [id, amount] of creditsBy(to, by)) {
        if (amount > 0) count(at(things, id, { orders: 0, revenue: 0 }), amount);
      }
    },
    report() {
      const credited = [...things]
        .sort(([x, a], [y, b]) => b.revenue - a.revenue || (x < y ? -1 : 1))
        .map(([id, sum]) => ({ id, ...sum }));
      const left = credited.reduce((rest, { revenue }) => rest - revenue, all.revenue);
      const money = (minor: number) => formatMoney(minor, currency);
      return {
        by,
        currency,
        attribution: [...ways.values()].map(({ model, window, orders }) => ({
          ...{ model, window, orders },
        })),
        orders: all.orders,
        revenue: money(all.revenue),
        credited: credited.map((each) => ({ ...each, revenue: money(each.revenue) })),
        foreign: [...foreign].sort().map(([unit, { orders, revenue }]) => ({
          currency: unit,
          orders,
          revenue: formatMoney(revenue, unit),
        })),
        uncredited: money(left),
      };
    },
  };
}

function count(sum: Sum, revenue: number): void {
  sum.orders++;
  sum.revenue += revenue;
}

/** What a key has, or gets. */
function at<T>(map: Map<string, T>, key: string, fresh: T): T {
  const value = map.get(key) ?? fresh;
  map.set(key, value);
  return value;
}
