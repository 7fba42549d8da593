import type { Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import type { Clock } from "../../core/time/clock.js";
import type { Credits } from "../../core/touchpoint.js";
import type { OrderCount, OrderEntry, Redemption } from "../../domain/order/entry.js";
import type { OrderRecord } from "../../domain/order/order.js";
import type { OrderView } from "../../domain/order/view.js";
import type { ContextDeps } from "../../engine/context.js";
import type { Context } from "../../engine/decision.js";
import type { Change, Stored } from "../../store/port.js";

export type OrderDeps = ContextDeps & { readonly clock: Clock };

/** An order of which something was told. Each step of its path hands on what it was given and what it adds. */
export type ToldOrder = {
  readonly client: string;
  readonly key: string;
  readonly known: Stored<"order"> | undefined;
  /** All that its notices said, the last one included. */
  readonly record: OrderRecord;
  /** Counters that turned out to be at their limit. */
  readonly spent: ReadonlySet<string>;
  readonly seed: string;
  /** Whose it is, when an operator said so. */
  readonly member?: string | undefined;
};

/** With whose it is. */
export type OwnedOrder = ToldOrder & {
  readonly now: Instant;
  readonly state: OrderView | undefined;
  /** What followed from it for this member so far. */
  readonly past: OrderEntry | undefined;
  /** What followed from it for the member that it is taken from. */
  readonly reversed: OrderEntry | undefined;
  /** Of its member's home; undefined when it is nobody's, or their group is gone. */
  readonly context: Context | undefined;
};

/** What to tell of an order: where nothing else is said, for its member's home on the day of the decision. */
export type OrderNews = {
  readonly kind: string;
  readonly data: NonNullable<Fact["data"]>;
  readonly at?: { readonly group: string; readonly day: string };
};

/** With what it takes of promos and coupons. */
export type RedeemedOrder = OwnedOrder & {
  readonly redemption: Redemption | undefined;
  readonly changes: readonly Change[];
  /** What is undone of another member's. */
  readonly reversal: readonly Fact[];
  readonly news: readonly OrderNews[];
};

/** With what it counts for. */
export type CountedOrder = RedeemedOrder & { readonly counted: OrderCount | undefined };

/** With what it is credited to. */
export type AttributedOrder = CountedOrder & {
  readonly credits: Credits | undefined;
  readonly credited: readonly Fact[];
};
