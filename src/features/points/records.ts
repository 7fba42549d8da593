import type { Instant } from "../../core/event.js";

declare module "../../core/record.js" {
  interface Records {
    /** A member's points; its key is the member's. */
    points: PointsRecord;
    /** What an order gave; its key is the order's. */
    "points-order": PointsOrder;
    /** An order was written: what it gives must be looked at. Its key is the order's. */
    "points-due": {
      readonly order: string;
      /** It was written while the playbook had points, which it gives whenever it is looked at. */
      readonly promised?: boolean;
    };
    /** Check-ins of a group whose answers are said together; its key is the group's, with the topic where there is one. */
    "check-ins": CheckIns;
  }
}

export type PointsRecord = {
  /** Below zero: what was given back of an order had been spent, and is owed. */
  readonly balance: number;
  /** The last day they checked in, and how many in a row that was. */
  readonly checkedIn?: string;
  readonly streak?: number;
  /** The day on which they heard that they had checked in already. */
  readonly toldAgain?: string;
  /** The newest entries, oldest first; those before them are facts, as long as facts are kept. */
  readonly recent: readonly PointsEntry[];
};

/** A line of the ledger. */
export type PointsEntry = {
  readonly at: Instant;
  /** Whole points, below zero where they are taken. */
  readonly by: number;
  readonly why: "check_in" | "order" | "refund" | "exchange" | "operator";
  /** The order, the coupon, or the operator's reason. */
  readonly of?: string;
  /** The code of the coupon that was had for it. */
  readonly code?: string;
};

/** What an order gives for its revenue: so many points for each whole `every`, in minor units. */
export type Rate = { readonly every: number; readonly give: number };

type PointsOrder = {
  readonly member: string;
  readonly given: number;
  /** The rate when it was paid; it stays, so that a refund takes back what was given. */
  readonly rate?: Rate;
};

export type CheckIns = {
  readonly group: string;
  readonly topic?: string;
  /** When the last answer to a check-in was said there. */
  readonly said: Instant;
  /** Whom the next one names, in the order in which they came. */
  readonly waiting: readonly CheckedIn[];
};

/** A check-in as it is answered. */
export type CheckedIn = {
  readonly at: Instant;
  readonly member: string;
  readonly name: string;
  /** What it gave; nothing to who had checked in that day before. */
  readonly by: number;
  readonly streak: number;
  readonly balance: number;
  readonly debt: number;
};
