import type { Event } from "../../core/event.js";
import { formatMoney } from "../../core/money.js";
import { type Ask, linesOf } from "../../domain/promo/ask.js";
import type { CartLine } from "../../domain/promo/cart.js";
import { couponSlip } from "../../domain/promo/coupon.js";
import type { CouponRecord } from "../../domain/promo/coupon-record.js";
import { quote, spokenNudge } from "../../domain/promo/quote.js";
import { isSpent } from "../../domain/promo/spent.js";
import { couponWords, nudgeWords, promoWords } from "../../domain/promo/words.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { say, sayText } from "../../engine/say.js";
import { typedCoupon } from "../coupon/typed-code.js";
import { text } from "./texts.js";

/** A member asks what a basket costs or about coupons; it is answered in a sentence or two. */
export function answerPrices(decision: Decision, event: Event): boolean {
  if (event.kind !== "message" || decision.context.paused) return false;
  const { ask } = decision.context.loaded;
  if (!ask) return false;
  const { locale } = decision.compiled.playbook;
  if (ask.kind === "price") answerPrice(decision, ask);
  else if (ask.kind === "coupons") {
    const lines = usable(decision).map((coupon) => couponLine(decision, coupon));
    sayText(decision, lines.join("\n") || text(locale, "no-coupons"));
  } else sayText(decision, text(locale, "unclear"));
  return true;
}

function answerPrice(decision: Decision, { items, code }: Extract<Ask, { kind: "price" }>): void {
  const { playbook, promos } = decision.compiled;
  const tell = (said: string) => sayText(decision, said);
  const lines = linesOf(items, promos.currency, playbook.orders.typed?.tags ?? []);
  if (!lines) tell(text(playbook.locale, "unclear"));
  else if (code === undefined) tellPrice(decision, lines, usable(decision));
  else {
    const coupon = typedCoupon(decision);
    // One sentence for every failure, whatever else was asked: codes can't be probed.
    if (!coupon) tell(text(playbook.locale, "no-code"));
    else if (lines.length > 0) tellPrice(decision, lines, [coupon]);
    else tell(couponLine(decision, coupon));
  }
}

function tellPrice(
  decision: Decision,
  lines: readonly CartLine[],
  coupons: readonly CouponRecord[],
): void {
  const { promos } = decision.compiled;
  const { memberId, now, seat } = decision.context;
  const counters = countersOf(decision);
  const cart = { lines, shipping: 0, coupons: coupons.map(({ code }) => code) };
  const member = {
    tags: decision.member?.tags ?? [],
    coupons,
    ...(memberId ? { id: memberId } : {}),
    ...(seat ? { joinedAt: seat.value.since } : {}),
  };
  const question = { compiled: promos, cart, member, counters, now };
  const { subtotal, discount, total, applied } = quote(promos, cart, member, counters, now);
  const money = (minor: number) => formatMoney(minor, promos.currency).replace(/\.0+$/, "");
  const words = { subtotal: money(subtotal), off: money(discount), total: money(total) };
  const used = applied.filter(({ coupon }) => coupon !== undefined);
  const said = sayPrice(decision, discount > 0 ? used.map(({ promo }) => promo) : [], words);
  if (said) addFact(decision, "quoted", { subtotal, total });
  const nudge = said ? spokenNudge(question) : undefined;
  if (nudge?.say) {
    decision.words = {
      promo: promoWords(promos, nudge.promo, now),
      nudge: nudgeWords(promos, nudge),
    };
    if (say(decision, nudge.say, { unasked: false }))
      addFact(decision, "nudged", { promo: nudge.promo, gap: nudge.gap });
  }
  decision.words = {};
}

/**
 * The price, in the persona's words where it has some; a price that uses coupons of the member says so,
 * since they may not mean to spend them on this basket.
 * @returns whether it was said
 */
function sayPrice(
  decision: Decision,
  behindCoupons: readonly string[],
  words: { readonly subtotal: string; readonly off: string; readonly total: string },
): boolean {
  const { playbook, promos } = decision.compiled;
  const titles = behindCoupons.map((id) => promoWords(promos, id, decision.context.now).title);
  const [line, plain] =
    titles.length > 0
      ? (["quote-coupon", "coupon-price"] as const)
      : (["quote", words.off === "0" ? "plain-price" : "price"] as const);
  const title = titles.join(text(playbook.locale, "title-joint"));
  decision.words = { quote: words, promo: { title, until: "" } };
  if (plain !== "plain-price" && decision.compiled.persona.lines[line])
    return say(decision, line, { unasked: false });
  const { subtotal, off, total } = words;
  return sayText(decision, text(playbook.locale, plain, { subtotal, off, total, title }));
}

const usable = ({ context: { loaded, memberId, now } }: Decision): readonly CouponRecord[] =>
  (loaded.coupons?.hand ?? []).filter((coupon) => couponSlip(coupon, memberId, now) === undefined);

/** Nobody learns why: all coupons that can't be used at the moment look alike. */
function couponLine(decision: Decision, coupon: CouponRecord): string {
  const { playbook, promos } = decision.compiled;
  const promo = promos.coupons.get(coupon.coupon);
  const { code, until } = couponWords(promos, coupon);
  if (promo === undefined || isIdle(decision, coupon))
    return text(playbook.locale, "coupon-idle", { code });
  const { title } = promoWords(promos, promo, decision.context.now);
  return text(playbook.locale, "coupon", { title, code, until });
}

const isIdle = (decision: Decision, { coupon }: CouponRecord): boolean => {
  const { promos } = decision.compiled;
  return isSpent(promos, promos.coupons.get(coupon), countersOf(decision));
};

const countersOf = ({ context }: Decision) => context.loaded.coupons?.counters ?? {};
