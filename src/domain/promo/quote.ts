import type { Instant } from "../../core/event.js";
import type { Cart, Counters, Shopper } from "./cart.js";
import type { Compiled, Rule } from "./compile.js";
import { openCoupons } from "./coupon.js";
import { unhandled } from "./give-form.js";
import { findNudge, type Nudge } from "./nudge.js";
import { type Question, restOf, type Win } from "./pricing.js";
import { type Rejected, refuse, type Verdict } from "./reasons.js";
import { type Run, run } from "./run.js";

const BELOW = refuse("SPEND_BELOW");
const LOST = refuse("LOST_TO");
const NO_SHARES: Applied["lines"] = [];

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
  const { compiled, cart, member, counters, now } = question;
  const { coupons } = compiled;
  if (coupons.size === 0 || cart.coupons.length === 0) return question;
  const opened = openCoupons(coupons, { codes: cart.coupons, member, now });
  return { compiled, cart, member, counters, now, opened };
}

function report(outcome: Run): Quote {
  const { question, sorted, total, shipping, applied } = outcome.pricing;
  restOf(outcome.pricing);
  return {
    currency: question.compiled.currency,
    subtotal: sorted.total,
    discount: sorted.total - total,
    shipping,
    total: total + shipping,
    applied: appliedOf(question, applied),
    rejected: rejectedOf(outcome),
    nudge: findNudge(outcome) ?? null,
  };
}

function appliedOf({ cart, opened }: Question, wins: readonly Win[]): Applied[] {
  const all: Applied[] = [];
  for (const { rule, off, shares } of wins) {
    const { id, needsCoupon } = rule;
    const applied: Draft<Applied> = { promo: id, off, lines: linesOf(cart, shares) };
    addGiven(applied, rule);
    const coupon = needsCoupon ? opened?.get(id) : undefined;
    if (coupon && "code" in coupon) applied.coupon = coupon.code;
    all.push(applied);
  }
  return all;
}

/** What a promo gives besides a discount. */
function addGiven(applied: Draft<Applied>, rule: Rule): void {
  switch (rule.kind) {
    case "gift":
      applied.gift = rule.gift;
      return;
    case "points":
      applied.points = rule.points;
      return;
    case "amount":
    case "price":
    case "shipping":
      return;
    default:
      throw unhandled(rule);
  }
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };

function linesOf({ lines }: Cart, shares: Win["shares"]): Applied["lines"] {
  if (!shares?.length) return NO_SHARES;
  const offs: { id: string; off: number }[] = [];
  for (let i = 0; i < lines.length; i++) {
    const off = shares[i] ?? 0;
    const line = lines[i];
    if (line && off > 0) offs.push({ id: line.id, off });
  }
  return offs;
}

function rejectedOf(run: Run): Rejected[] {
  const { rules } = run.pricing.question.compiled;
  const rejected = new Array<Rejected>(rules.length - run.pricing.applied.length);
  let count = 0;
  for (const rule of rules) {
    const verdict = run.verdicts[rule.index] ?? 0;
    if (verdict < 0) rejected[count++] = reasonOf(run, rule, verdict);
  }
  return rejected;
}

function reasonOf({ bases, won }: Run, rule: Rule, verdict: Verdict): Rejected {
  const { id, index, least, stack, rejections } = rule;
  if (verdict === BELOW)
    return { promo: id, code: "SPEND_BELOW", short: least - (bases[index] ?? 0) };
  if (verdict === LOST) return { promo: id, code: "LOST_TO", winner: won[stack]?.rule.id };
  const known = rejections[-1 - verdict];
  if (!known) throw new RangeError(`no reason: ${verdict}`);
  return known;
}
