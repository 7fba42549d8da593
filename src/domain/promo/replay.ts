import type { Instant } from "../../core/event.js";
import { minorDigits } from "../../core/money.js";
import { type Baskets, createBaskets } from "./baskets.js";
import type { CartLine, Counts, Shopper } from "./cart.js";
import type { Compiled, Rule } from "./compile.js";
import { periodOf } from "./counters.js";
import { unhandled } from "./give-form.js";
import { run } from "./run.js";
import { createThresholds, type ThresholdReport } from "./threshold.js";

/** An order of the past; amounts in minor units. */
export type PastOrder = {
  readonly at: Instant;
  readonly lines: readonly CartLine[];
  readonly shipping?: number;
  readonly member?: string;
  readonly group?: string;
  readonly tags?: readonly string[];
  readonly joinedAt?: Instant;
};
export type ReplaySet = { readonly name: string; readonly compiled: Compiled };

type PromoReport = {
  readonly promo: string;
  readonly title: string;
  /** Orders it would have applied to, and what it would have cost. */
  readonly orders: number;
  readonly cost: number;
  readonly thresholds: readonly ThresholdReport[];
};
type SetReport = {
  readonly name: string;
  /** Orders that would have got anything. */
  readonly orders: number;
  /** What the set would have cost: all of it went to baskets that were bought without it. */
  readonly cost: number;
  readonly promos: readonly PromoReport[];
};
export type ReplayReport = {
  readonly currency: string;
  readonly baskets: Baskets;
  readonly sets: readonly SetReport[];
};

/**
 * Runs past orders through alternative promos, in the order in which they come.
 *
 * Limits and budgets run out as they would have; coupon promos never apply, since nobody held a coupon.
 * Members are taken to buy what they bought: how they would have reacted is not known, and no number
 * here pretends to.
 * @throws RangeError when there is no set, or the sets don't share a currency.
 */
export function createReplay(sets: readonly ReplaySet[]) {
  const currency = sets[0]?.compiled.currency;
  if (currency === undefined) throw new RangeError("nothing to replay");
  if (sets.some(({ compiled }) => compiled.currency !== currency))
    throw new RangeError("the sets have different currencies");
  const baskets = createBaskets(10 ** minorDigits(currency));
  const tallies = sets.map(createTally);
  return {
    add(order: PastOrder): void {
      let subtotal = 0;
      for (const { qty, price } of order.lines) subtotal += qty * price;
      baskets.add(subtotal);
      for (const tally of tallies) tally.add(order);
    },
    report(): ReplayReport {
      const lie = baskets.report();
      return { currency, baskets: lie, sets: tallies.map((tally) => tally.report(lie.average)) };
    },
  };
}

/** Replays everything an iterable gives; orders are looked at once and not kept. */
export async function replayOrders(
  orders: AsyncIterable<PastOrder> | Iterable<PastOrder>,
  sets: readonly ReplaySet[],
): Promise<ReplayReport> {
  const replay = createReplay(sets);
  for await (const order of orders) replay.add(order);
  return replay.report();
}

const NO_TAGS: readonly string[] = [];

function createTally({ name, compiled }: ReplaySet) {
  const usage = createUsage(compiled);
  const totals = compiled.rules.map((rule) => ({
    orders: 0,
    cost: 0,
    thresholds: thresholdsOf(rule),
  }));
  let orders = 0;
  let cost = 0;
  return {
    add(order: PastOrder): void {
      const member: Shopper = {
        tags: order.tags ?? NO_TAGS,
        ...(order.joinedAt === undefined ? {} : { joinedAt: order.joinedAt }),
      };
      const cart = { lines: order.lines, shipping: order.shipping ?? 0, coupons: NO_TAGS };
      const counters = usage.counters(order);
      const { applied } = run({ compiled, cart, member, counters, now: order.at }).pricing;
      if (applied.length > 0) orders++;
      for (const { rule, off } of applied) {
        const total = totals[rule.index];
        cost += off;
        if (!total) continue;
        total.orders++;
        total.cost += off;
        usage.use(rule, order, off);
      }
      for (const rule of compiled.rules) {
        const thresholds = totals[rule.index]?.thresholds;
        if (thresholds) thresholds.add(countedBy(rule, order.lines));
      }
    },
    report: (average: number): SetReport => ({
      name,
      orders,
      cost,
      promos: compiled.rules.map(({ id, promo, index }) => {
        const total = totals[index];
        return {
          promo: id,
          title: promo.title,
          orders: total?.orders ?? 0,
          cost: total?.cost ?? 0,
          thresholds: total?.thresholds?.report(average) ?? [],
        };
      }),
    }),
  };
}

/** Thresholds above which more comes off the lines; what else a promo gives has none to move baskets to. */
function thresholdsOf(rule: Rule): ReturnType<typeof createThresholds> | undefined {
  switch (rule.kind) {
    case "amount":
      return createThresholds(rule.amount, rule.nudgeWithin);
    case "price":
    case "shipping":
    case "gift":
    case "points":
      return undefined;
    default:
      throw unhandled(rule);
  }
}

function countedBy({ matches }: Rule, lines: readonly CartLine[]): number {
  let base = 0;
  for (const line of lines) if (!matches || matches(line)) base += line.qty * line.price;
  return base;
}

/** How far limits and budgets have run out so far; promos without any cost nothing here. */
function createUsage({ rules, zone }: Compiled) {
  const limited = rules.filter(({ promo, budget }) => promo.limits || Number.isFinite(budget));
  const counters: Record<string, { -readonly [K in keyof Counts]: Counts[K] }> = {};
  for (const { id } of limited) counters[id] = { uses: 0, spent: 0, member: 0, group: 0 };
  const personal = limited.filter(({ promo }) => promo.limits?.member || promo.limits?.group);
  const counts = new Map<string, number>();
  const key = ({ id, promo }: Rule, kind: "member" | "group", order: PastOrder) => {
    const limit = promo.limits?.[kind];
    const who = order[kind];
    if (!limit || who === undefined) return undefined;
    return `${id}/${kind}/${who}/${periodOf(limit.per, zone, order.at)}`;
  };
  return {
    counters(order: PastOrder) {
      for (const rule of personal) {
        for (const kind of ["member", "group"] as const) {
          const count = counters[rule.id];
          if (count) count[kind] = counts.get(key(rule, kind, order) ?? "") ?? 0;
        }
      }
      return counters;
    },
    use(rule: Rule, order: PastOrder, off: number): void {
      const count = counters[rule.id];
      if (!count) return;
      count.uses = (count.uses ?? 0) + 1;
      count.spent = (count.spent ?? 0) + off;
      for (const kind of ["member", "group"] as const) {
        const name = key(rule, kind, order);
        if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    },
  };
}
