import type { Booking, CouponRecord } from "../core/record.js";
import type { OrderView } from "../order/view.js";
import { usesOf } from "../promo/counters.js";
import { quote } from "../promo/quote.js";
import type { Stored } from "../store/port.js";
import { addFact, type Draft } from "./draft.js";

type Of = {
  readonly order: string;
  readonly state: OrderView;
  readonly booking: Booking | undefined;
  /** The coupons that the order names, by code. */
  readonly coupons: ReadonlyMap<string, Stored<"coupon">>;
};

/**
 * Takes what a paid order uses up of the promos' limits and budgets and redeems its coupons, once; gives
 * it back when nothing of the order is left that earns it.
 * @returns the booking as it now is.
 */
export function bookOrder(draft: Draft, of: Of): Booking | undefined {
  const { booking, state } = of;
  if (!booking) return state.status === "paid" ? take(draft, of) : undefined;
  if (booking.released || !lost(draft, booking, state)) return booking;
  for (const { counter, by } of booking.uses) draft.changes.push({ op: "add", counter, by: -by });
  for (const { coupon } of booking.applied) turn(draft, of, coupon, "returned");
  addFact(draft, "refunded", { order: of.order, refunded: state.refunded });
  return { ...booking, released: true };
}

/** What the order would be quoted: its lines where the shop tells them, else its sum. */
function take(draft: Draft, of: Of): Booking {
  const { promos, playbook } = draft.stage;
  const { now, hand, counters, memberId: member, groupId: group, seat } = draft.view;
  const { amount, lines, paidAt } = of.state;
  const tags = playbook.orders.typed?.tags ?? [];
  const price = lines?.length ? lines.reduce((sum, line) => sum + line.amount, 0) : amount;
  const cart = {
    lines: [{ id: "1", qty: 1, price, tags }],
    shipping: 0,
    coupons: [...of.coupons.keys()],
  };
  const shopper = {
    tags: draft.member?.tags ?? [],
    coupons: hand,
    ...(member ? { id: member } : {}),
    ...(seat ? { joinedAt: seat.value.since } : {}),
  };
  const at = paidAt ?? now;
  const { applied } = quote(promos, cart, shopper, counters, at);
  const uses = usesOf(promos, applied, { group, ...(member ? { member } : {}) }, now);
  for (const { counter, by, limit } of uses) draft.changes.push({ op: "add", counter, by, limit });
  for (const { promo, off, coupon } of applied) {
    turn(draft, of, coupon, "redeemed");
    addFact(draft, "redeemed", {
      order: of.order,
      promo,
      off,
      ...(coupon ? { coupon: true } : {}),
    });
  }
  return {
    applied: applied.map(({ promo, off, coupon }) => ({
      promo,
      off,
      ...(coupon ? { coupon } : {}),
    })),
    uses: uses.map(({ counter, by }) => ({ counter, by })),
  };
}

/** Whether a refund leaves less than a promo of the booking asks for; `keep` keeps it whatever comes back. */
function lost(draft: Draft, booking: Booking, state: OrderView): boolean {
  if (state.status === "cancelled" || state.refunded >= state.amount) return true;
  const left = state.amount - state.refunded;
  return booking.applied.some(({ promo }) => {
    const rule = draft.stage.promos.byId.get(promo);
    return rule?.promo.refund === "recheck" && state.refunded > 0 && left < rule.spend;
  });
}

function turn(
  draft: Draft,
  { coupons }: Of,
  code: string | undefined,
  state: CouponRecord["state"],
): void {
  const coupon = code === undefined ? undefined : coupons.get(code);
  if (!coupon) return;
  draft.changes.push({
    op: "put",
    kind: "coupon",
    key: coupon.key,
    value: { ...coupon.value, state },
    owner: coupon.value.member,
    rev: coupon.rev,
  });
}
