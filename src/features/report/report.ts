import type { Instant } from "../../core/event.js";
import type { Lang } from "../../core/i18n.js";
import type { IsoWeek } from "../../core/time/iso-week.js";
import type { Tried } from "./tried.js";

/** The figures of a week, in the order in which they are shown. */
export const FIGURES = [
  "members",
  "joins",
  "leaves",
  "opt_outs",
  "messages",
  "active",
  "orders",
  "revenue",
  "average_order",
  "margin",
  "promo_cost",
  "coupons_granted",
  "coupons_used",
] as const;
export type FigureId = (typeof FIGURES)[number];

/** By figure: money in minor units, `active` a mean with one decimal; null is not known. */
export type Sums = Readonly<Record<FigureId, number | null>>;

export type Figure = {
  readonly id: FigureId;
  readonly unit: "count" | "money";
  readonly value: number | null;
  readonly before: number | null;
};

/** What happened on one day; money in minor units. `counted`: somebody counted the members that day. */
export type Day = {
  readonly day: string;
  readonly counted: boolean;
  readonly joins: number;
  readonly leaves: number;
  readonly messages: number;
  readonly active: number;
  readonly orders: number;
  readonly revenue: number;
  readonly promo_cost: number;
};

/** What a promo gave in the week; money in minor units. */
export type PromoLine = {
  readonly id: string;
  readonly title: string;
  readonly cost: number;
  readonly before: number;
  /** Orders that had it, and those of them that a coupon brought. */
  readonly uses: number;
  readonly coupons: number;
  /** Spent up to now of all that may be; absent where the promo has no budget. */
  readonly budget?: { readonly spent: number; readonly of: number };
};

/** What the figures can't say: a code with its sentence in the texts. */
export type Unknown =
  | { readonly code: "WEEK_NOT_COUNTED" | "BEFORE_NOT_COUNTED" }
  | { readonly code: "ORDERS_NEVER" | "MARGIN_UNSET" | "GROUPS_FEW" }
  | { readonly code: "DAYS_NOT_COUNTED"; readonly days: readonly string[] }
  | {
      readonly code: "ORDERS_UNMATCHED" | "ORDERS_HOMELESS" | "ORDERS_FOREIGN";
      readonly n: number;
    }
  | { readonly code: "COUPONS_FORGOTTEN"; readonly n: number }
  | { readonly code: "GROUPS_GONE" | "LISTS_LOST"; readonly groups: readonly string[] }
  | { readonly code: "VERDICT_OUT_OF_REACH"; readonly id: string; readonly groups: number };

/** What is planned for the week after. */
export type Ahead = {
  readonly week: IsoWeek;
  /** Posts: on which days, at what time of the client's clock. */
  readonly posts: readonly {
    readonly id: string;
    readonly days: readonly string[];
    readonly at: string;
    readonly paused: boolean;
  }[];
  readonly experiments: readonly {
    readonly id: string;
    readonly day: string;
    readonly what: "begins" | "ends";
  }[];
  readonly promos: readonly {
    readonly id: string;
    readonly title: string;
    readonly day: string;
    readonly what: "begins" | "ends";
  }[];
};

/** One client's week against the week before: data only, no prose. */
export type WeekReport = {
  readonly client: string;
  readonly brand: string;
  readonly locale: Lang;
  readonly zone: string;
  readonly currency: string;
  readonly made: Instant;
  readonly week: IsoWeek;
  /** The whole week, the whole days of it that have passed, or its first day, when none has. */
  readonly state: "whole" | "so_far" | "begun";
  /** The days that are counted, and as many of the week before. */
  readonly covers: { readonly from: string; readonly to: string; readonly days: number };
  readonly before: { readonly week: string; readonly from: string; readonly to: string };
  /** Whether anything was counted in either. */
  readonly counted: { readonly week: boolean; readonly before: boolean };
  /** Groups that the bot is in now. */
  readonly groups: number;
  readonly figures: readonly Figure[];
  readonly days: readonly Day[];
  readonly daysBefore: readonly Day[];
  /** Those that gave something in either week, the dearest first; null where it wasn't looked at. */
  readonly promos: readonly PromoLine[] | null;
  readonly tried: readonly Tried[];
  readonly unknown: readonly Unknown[];
  /** null for a week whose following one is over. */
  readonly ahead: Ahead | null;
};
