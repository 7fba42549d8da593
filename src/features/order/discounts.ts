import type { Instant } from "../../core/event.js";
import type { RedeemedLine } from "../../domain/order/entry.js";
import { grossBehind } from "../../domain/order/gross.js";
import { paidForGoods, soldLines, toldGross } from "../../domain/order/sold.js";
import { tagsOf } from "../../domain/order/tags.js";
import type { OrderView } from "../../domain/order/view.js";
import { type AcceptedPromo, acceptCoupons } from "../../domain/promo/accept.js";
import type { CouponRecord } from "../../domain/promo/coupon-record.js";
import { quote } from "../../domain/promo/quote.js";
import type { Context } from "../../engine/decision.js";
import type { Coupons } from "./redemption.js";

type Of = { readonly order: string; readonly state: OrderView; readonly coupons: Coupons };
type Discounts = {
  readonly lines: readonly RedeemedLine[];
  readonly applied: readonly AcceptedPromo[];
};

/**
 * What the promos took off an order when it was paid at `at`, and the lines they took it off: those before
 * discounts, where the shop tells them. Where it tells only what was paid, the lines are those of the
 * smallest gross that explains it (`grossBehind`), so that a promo without a coupon counts only when the
 * sum can't have been paid without it. A coupon that is named was taken, whatever the threshold says
 * (`acceptCoupons`).
 */
export function orderDiscounts(context: Context, of: Of, at: Instant): Discounts {
  const { state } = of;
  const told = toldGross(state);
  const paid = paidForGoods(state);
  const discount = told === undefined ? undefined : Math.max(0, told - paid);
  const discountsAt = (gross: number): Discounts & { readonly off: number } => {
    const lines = linesAt(context, of, gross);
    const cart = { lines, shipping: state.shipping ?? 0, coupons: state.ids.coupons ?? [] };
    const question = questionOf(context, of, { cart, now: at });
    const quoted = quote(question.compiled, cart, question.member, question.counters, at);
    const applied = acceptCoupons(question, quoted, discount);
    return { lines, applied, off: offOf(state, applied) };
  };
  return discountsAt(told ?? grossBehind(paid, (gross) => discountsAt(gross).off));
}

/** An order's lines when its goods cost so much before discounts; what the shop tells goes before it. */
export const linesAt = (context: Context, { order, state }: Of, gross: number): RedeemedLine[] => {
  const tags = tagsOf(context.compiled.playbook.orders, order.slice(0, order.indexOf("/")));
  return soldLines(state, toldGross(state) ?? gross, tags);
};

/** A sum without lines holds the delivery, so that what came off that was paid for goods. */
function offOf({ lines = [] }: OrderView, applied: readonly AcceptedPromo[]): number {
  const off = (each: AcceptedPromo) =>
    lines.length === 0 ? each.off : each.lines.reduce((sum, line) => sum + line.off, 0);
  return applied.reduce((sum, each) => sum + off(each), 0);
}

function questionOf(
  context: Context,
  { order, coupons }: Of,
  asked: {
    cart: { lines: RedeemedLine[]; shipping: number; coupons: readonly string[] };
    now: Instant;
  },
) {
  const { loaded, memberId, seat } = context;
  const counters = loaded.coupons?.counters ?? {};
  const own = ({ value }: { value: CouponRecord }): CouponRecord =>
    value.state === "reserved" && value.order === order ? { ...value, state: "granted" } : value;
  const member = {
    tags: context.member?.value.tags ?? [],
    coupons: [...coupons.values()].map(own),
    ...(memberId ? { id: memberId } : {}),
    ...(seat ? { joinedAt: seat.value.since } : {}),
  };
  return { compiled: context.compiled.promos, member, counters, ...asked };
}
