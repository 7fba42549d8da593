import type { Instant } from "../../core/event.js";
import { parseDuration } from "../../core/time/duration.js";
import type { RedeemedPromo, Redemption } from "../../domain/order/entry.js";
import { equal } from "../../domain/order/equal.js";
import { piecesBack } from "../../domain/order/sold.js";
import type { OrderView } from "../../domain/order/view.js";
import type { Compiled } from "../../domain/promo/compile.js";
import { usesOf } from "../../domain/promo/counters.js";
import { isUsable } from "../../domain/promo/coupon.js";
import { refund, refundSum } from "../../domain/promo/refund.js";
import type { Context } from "../../engine/decision.js";
import type { Change } from "../../store/port.js";
import { linesAt, orderDiscounts } from "./discounts.js";
import type { OrderNews } from "./path.js";
import {
  type Coupons,
  counterChanges,
  couponChanges,
  dueOf,
  givenBack,
  isPaid,
  release,
} from "./redemption.js";

type Of = {
  readonly order: string;
  readonly state: OrderView;
  /** What it took so far. */
  readonly before: Redemption | undefined;
  readonly coupons: Coupons;
  /** All promos, those that are switched off too: a refund asks each how it is refunded. */
  readonly rules: Compiled;
  /** Counters that turned out to be at their limit. */
  readonly spent: ReadonlySet<string>;
};
/** The redemption as it now is, and what follows from how it was before. */
type Turn = {
  readonly after: Redemption | undefined;
  readonly changes: readonly Change[];
  readonly news: readonly OrderNews[];
};

/**
 * What an order takes of the promos' limits and budgets, and its coupons: reserved while it is placed
 * and names a coupon, taken once it is paid, given back as it is refunded or cancelled. It follows from
 * the order as it stands and from what it was quoted once, so a repeated or late notice changes nothing.
 * Without a context, when their group is gone, nothing more is taken.
 */
export function changeRedemption(context: Context | undefined, of: Of): Turn {
  const { order, before, coupons } = of;
  const after = next(context, of);
  const turn = { order, before, after };
  return {
    after,
    changes: [...counterChanges(turn), ...couponChanges(turn, coupons)],
    news: after ? newsOf(of, after) : [],
  };
}

function next(context: Context | undefined, of: Of): Redemption | undefined {
  const { before, state } = of;
  if (state.cancelled || state.status === "refunded") return before && release(before);
  if (before && isPaid(before)) return lessRefunds(of, before);
  if (!context) return before;
  if (state.status === "unpaid") return before ?? reserve(context, of);
  const at = state.paidAt ?? context.now;
  return lessRefunds(
    of,
    before && stands(context, of, before) ? pay(before) : take(context, of, at),
  );
}

/** Holds what an order that names a coupon would take, unless its time is over already. */
function reserve(context: Context, of: Of): Redemption | undefined {
  const { now } = context;
  const at = Math.min(of.state.placedAt ?? now, now);
  const taken = take(context, of, at);
  // What is spent can't be held; whether there is some again is seen when the order is paid.
  const redemption = { ...taken, applied: taken.applied.filter(({ over }) => !over) };
  const holds = redemption.applied.flatMap(({ coupon }) => {
    const id = coupon === undefined ? undefined : of.coupons.get(coupon)?.value.coupon;
    const rule = id === undefined ? undefined : context.compiled.playbook.coupons[id];
    return rule ? [parseDuration(rule.reserve) ?? 0] : [];
  });
  const reservedUntil = at + Math.min(...holds);
  return holds.length > 0 && reservedUntil > now ? { ...redemption, reservedUntil } : undefined;
}

/** What the promos took off the order, with the counters it is taken from. */
function take(context: Context, of: Of, at: Instant): Redemption {
  const { promos } = context.compiled;
  const { now, memberId: member, groupId: group } = context;
  const { amount, currency } = of.state;
  // Another currency's amounts can't be compared with a threshold.
  if (currency !== promos.currency) return { amount, lines: [], applied: [] };
  const { lines, applied } = orderDiscounts(context, of, at);
  const who = { group, ...(member ? { member } : {}) };
  return {
    amount,
    lines: applied.length > 0 ? lines : [],
    applied: applied.map((each) => {
      const { promo, off, over } = each;
      const points = each.points === undefined ? {} : { points: each.points };
      const coupon = each.coupon ? { coupon: each.coupon } : {};
      // Its code is used up, but limits and budgets are never overdrawn.
      if (over) {
        const gave = { took: off, spent: over };
        return { promo, off: 0, kept: 0, lines: [], ...coupon, over: gave, uses: [] };
      }
      const uses = usesOf(promos, [each], who, now).map(({ by: _by, ...use }) => use);
      return { promo, off, kept: off, lines: each.lines, ...coupon, ...points, uses };
    }),
  };
}

/** Whether what was reserved is still held, for the order as it is paid now. */
function stands(context: Context, of: Of, redemption: Redemption): boolean {
  const held = ({ coupon: code, released }: RedeemedPromo) => {
    const coupon = code === undefined ? undefined : of.coupons.get(code)?.value;
    const ours = coupon?.state === "reserved" && coupon.order === of.order;
    return !released && (code === undefined || ours);
  };
  const gross = redemption.lines.reduce((sum, { qty, price }) => sum + qty * price, 0);
  const same =
    redemption.amount === of.state.amount && equal(redemption.lines, linesAt(context, of, gross));
  return same && redemption.applied.every(held);
}

function pay({ reservedUntil: _until, ...redemption }: Redemption): Redemption {
  return redemption;
}

/**
 * A paid redemption less what refunds take of it. What more comes to stand again, when an order that was
 * cancelled is taken up, is taken again as far as there is some left.
 */
function lessRefunds(of: Of, redemption: Redemption): Redemption {
  const left = leftOf(of, redemption);
  const applied = redemption.applied.map((before): RedeemedPromo => {
    const { released: _released, ...rest } = before;
    const { off, released } = left.get(before.promo) ?? { off: before.off, released: false };
    const after = { ...rest, kept: off, ...(released ? { released } : {}) };
    return mayTake(of, before, after) ? after : before;
  });
  return { ...redemption, applied };
}

/** By promo, what a refund leaves of it; by lines where all refunds tell theirs, else by the sum. */
function leftOf({ state, rules }: Of, redemption: Redemption) {
  const { lines, amount: paid } = redemption;
  const { refunded: back, returned } = state;
  const pieces = returned && piecesBack(lines, returned);
  const none = back === 0 && !returned?.length;
  const { promos } = none
    ? { promos: [] }
    : pieces
      ? refund(rules, redemption, pieces)
      : refundSum(rules, redemption, { back, paid });
  return new Map(promos.map((each) => [each.promo, each]));
}

function mayTake(of: Of, before: RedeemedPromo, after: RedeemedPromo): boolean {
  const again = before.released === true && !after.released;
  if (!again && after.kept <= before.kept) return true;
  if (before.uses.some(({ counter }) => of.spent.has(counter))) return false;
  const coupon = before.coupon === undefined ? undefined : of.coupons.get(before.coupon)?.value;
  return !again || before.coupon === undefined || (coupon !== undefined && isUsable(coupon));
}

function newsOf(of: Of, redemption: Redemption): Turn["news"] {
  const { order, before, state } = of;
  const held = dueOf(redemption) !== undefined;
  const paid = isPaid(redemption);
  const taken = paid ? !isPaid(before) : held && !before;
  const freed = !paid && !held && dueOf(before) !== undefined;
  const back = paid && givenBack(redemption) > (isPaid(before) ? givenBack(before) : 0);
  return [
    ...(taken ? redemption.applied : []).map(({ promo, off, coupon }) => ({
      kind: paid ? "redeemed" : "reserved",
      data: { order, promo, off, ...(coupon ? { coupon: true } : {}) },
    })),
    ...(freed ? [{ kind: "unreserved", data: { order, why: "cancelled" } }] : []),
    ...(back ? [{ kind: "refunded", data: { order, refunded: state.refunded } }] : []),
  ];
}
