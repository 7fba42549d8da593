import type { Instant } from "../../core/event.js";
import type { BookedLine, CouponRecord } from "../../core/record.js";
import { grossBehind } from "../../domain/order/gross.js";
import { paidForGoods, soldLines, toldGross } from "../../domain/order/sold.js";
import { tagsOf } from "../../domain/order/tags.js";
import type { OrderView } from "../../domain/order/view.js";
import { type Accepted, acceptCoupons } from "../../domain/promo/accept.js";
import { quote } from "../../domain/promo/quote.js";
import type { Draft } from "../../engine/decision.js";
import type { Coupons } from "./redemption.js";

type Of = { readonly order: string; readonly state: OrderView; readonly coupons: Coupons };
type Rung = { readonly lines: readonly BookedLine[]; readonly applied: readonly Accepted[] };

/**
 * What the promos took off an order when it was paid at `at`, and the lines they took it off: those before
 * discounts, where the shop tells them. Where it tells only what was paid, the lines are those of the
 * smallest gross that explains it (`grossBehind`), so that a promo without a coupon counts only when the
 * sum can't have been paid without it. A coupon that is named was taken, whatever the threshold says
 * (`acceptCoupons`).
 */
export function ringUp(draft: Draft, of: Of, at: Instant): Rung {
  const { state } = of;
  const told = toldGross(state);
  const paid = paidForGoods(state);
  const discount = told === undefined ? undefined : Math.max(0, told - paid);
  const rungAt = (gross: number): Rung & { readonly off: number } => {
    const lines = linesAt(draft, of, gross);
    const cart = { lines, shipping: state.shipping ?? 0, coupons: state.ids.coupons ?? [] };
    const question = questionOf(draft, of, { cart, now: at });
    const quoted = quote(question.compiled, cart, question.member, question.counters, at);
    const applied = acceptCoupons(question, quoted, discount);
    return { lines, applied, off: offOf(state, applied) };
  };
  return rungAt(told ?? grossBehind(paid, (gross) => rungAt(gross).off));
}

/** An order's lines when its goods cost so much before discounts; what the shop tells goes before it. */
export const linesAt = (draft: Draft, { order, state }: Of, gross: number): BookedLine[] => {
  const tags = tagsOf(draft.stage.playbook.orders, order.slice(0, order.indexOf("/")));
  return soldLines(state, toldGross(state) ?? gross, tags);
};

/** A sum without lines holds the delivery, so that what came off that was paid for goods. */
function offOf({ lines = [] }: OrderView, applied: readonly Accepted[]): number {
  const off = (each: Accepted) =>
    lines.length === 0 ? each.off : each.lines.reduce((sum, line) => sum + line.off, 0);
  return applied.reduce((sum, each) => sum + off(each), 0);
}

function questionOf(
  draft: Draft,
  { order, coupons }: Of,
  asked: {
    cart: { lines: BookedLine[]; shipping: number; coupons: readonly string[] };
    now: Instant;
  },
) {
  const { counters, memberId, seat } = draft.view;
  const own = ({ value }: { value: CouponRecord }): CouponRecord =>
    value.state === "reserved" && value.order === order ? { ...value, state: "granted" } : value;
  const member = {
    tags: draft.member?.tags ?? [],
    coupons: [...coupons.values()].map(own),
    ...(memberId ? { id: memberId } : {}),
    ...(seat ? { joinedAt: seat.value.since } : {}),
  };
  return { compiled: draft.stage.promos, member, counters, ...asked };
}
