import type { Instant } from "../core/event.js";
import type { Cart, Counters, Shopper } from "./cart.js";
import type { Compiled } from "./compile.js";
import { openCoupons } from "./coupon.js";
import { findNudge, type Nudge } from "./nudge.js";
import { type Reason, reasonOf } from "./reasons.js";
import { type Question, type Run, run, sharesOf } from "./run.js";

/** What one promo does for a basket; minor units. */
export type Applied = {
  readonly promo: string;
  /** Of the lines, or of the shipping where there are none. */
  readonly off: number;
  /** Whole numbers that sum to `off`; lines without a share are left out. */
  readonly lines: readonly { readonly id: string; readonly off: number }[];
  readonly gift?: { readonly sku: string; readonly qty: number };
  readonly points?: number;
  /** The code that it uses up. */
  readonly coupon?: string;
};
export type Rejected = {
  readonly promo: string;
  readonly code: Reason;
  /** What the reason is about: what is missing to the threshold, or who won. */
  readonly short?: number;
  readonly winner?: string | undefined;
};
/** What a basket costs, why, and what a little more would change; minor units. */
export type Quote = {
  readonly currency: string;
  readonly subtotal: number;
  /** Off the lines; shipping is not in it. */
  readonly discount: number;
  /** What shipping costs after the promos. */
  readonly shipping: number;
  /** subtotal - discount + shipping; never below zero. */
  readonly total: number;
  /** In the order in which they were reckoned. */
  readonly applied: readonly Applied[];
  /** Every other promo of the playbook, in its order. */
  readonly rejected: readonly Rejected[];
  readonly nudge: Nudge | null;
};

/**
 * What a basket costs. Pure: the same promos, basket, member, counters and time give the same quote, and
 * nothing is reserved (see `usesOf`).
 */
export function quote(
  compiled: Compiled,
  cart: Cart,
  member: Shopper,
  counters: Counters,
  now: Instant,
): Quote {
  return report(run(ask({ compiled, cart, member, counters, now })));
}

/** The nudge of a quote among the promos that have a line for it, for a bot that has to say it. */
export function spokenNudge(question: Question): Nudge | undefined {
  return findNudge(run(ask(question)), true);
}

/** Looks the cart's coupons up, where there are any to look up. */
function ask(question: Question): Question {
  const { compiled, cart, member, now } = question;
  if (compiled.coupons.size === 0) return question;
  return {
    ...question,
    opened: openCoupons(compiled.coupons, { codes: cart.coupons, member, now }),
  };
}

function report(outcome: Run): Quote {
  const { question, total, shipping } = outcome;
  const { compiled, cart } = question;
  let subtotal = 0;
  for (const { qty, price } of cart.lines) subtotal += qty * price;
  return {
    currency: compiled.currency,
    subtotal,
    discount: subtotal - total,
    shipping,
    total: total + shipping,
    applied: outcome.applied.map((each) => appliedOf(outcome, each)),
    rejected: rejectedOf(outcome),
    nudge: findNudge(outcome) ?? null,
  };
}

function appliedOf(outcome: Run, win: Run["applied"][number]): Applied {
  const { cart, opened } = outcome.question;
  const { rule, off } = win;
  const { give } = rule.promo;
  const lines: { id: string; off: number }[] = [];
  sharesOf(outcome, win).forEach((share, i) => {
    const line = cart.lines[i];
    if (line && share > 0) lines.push({ id: line.id, off: share });
  });
  const applied: { -readonly [Key in keyof Applied]: Applied[Key] } = {
    promo: rule.id,
    off,
    lines,
  };
  if ("gift" in give) applied.gift = { sku: give.gift, qty: give.qty };
  if ("points" in give) applied.points = give.points;
  const coupon = rule.needsCoupon ? opened?.get(rule.id) : undefined;
  if (coupon && "code" in coupon) applied.coupon = coupon.code;
  return applied;
}

function rejectedOf({ question, verdicts, bases, won }: Run): Rejected[] {
  const rejected: Rejected[] = [];
  for (const { index, id, amount, spend, stack } of question.compiled.rules) {
    const verdict = verdicts[index] ?? 0;
    if (verdict >= 0) continue;
    const code = reasonOf(verdict);
    if (code === "SPEND_BELOW") {
      const short = (amount ? amount.least : spend) - (bases[index] ?? 0);
      rejected.push({ promo: id, code, short });
    } else if (code === "LOST_TO") rejected.push({ promo: id, code, winner: won[stack]?.rule.id });
    else rejected.push({ promo: id, code });
  }
  return rejected;
}
