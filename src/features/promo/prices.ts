import type { Event } from "../../core/event.js";
import { formatMoney } from "../../core/money.js";
import type { CouponRecord } from "../../core/record.js";
import { type Ask, askOf, linesOf } from "../../domain/promo/ask.js";
import type { CartLine } from "../../domain/promo/cart.js";
import { couponSlip } from "../../domain/promo/coupon.js";
import { memberText } from "../../domain/promo/member-texts.js";
import { quote, spokenNudge } from "../../domain/promo/quote.js";
import { isSpent } from "../../domain/promo/spent.js";
import { couponWords, nudgeWords, promoWords } from "../../domain/promo/words.js";
import { addFact, type Draft } from "../../engine/decision.js";
import { say, sayText } from "../../engine/say.js";
import { typedCoupon } from "../coupon/typed-code.js";
import { asksTooMuch } from "./asking.js";

/** A member asks what a basket costs or about coupons; it is answered in a sentence or two. */
export function answerPrices(draft: Draft, event: Event): boolean {
  if (event.kind !== "message" || draft.view.paused) return false;
  const ask = askOf(event.text);
  if (!ask) return false;
  if (asksTooMuch(draft)) return true;
  if (ask.kind === "price") answerPrice(draft, ask);
  else if (ask.kind === "coupons") {
    const text = usable(draft).map((coupon) => couponLine(draft, coupon));
    sayText(draft, text.join("\n") || memberText("no_coupons", draft.stage.playbook.locale, {}));
  } else sayText(draft, memberText("unclear", draft.stage.playbook.locale, {}));
  return true;
}

function answerPrice(draft: Draft, { items, code }: Extract<Ask, { kind: "price" }>): void {
  const { playbook, promos } = draft.stage;
  const tell = (text: string) => sayText(draft, text);
  const lines = linesOf(items, promos.currency, playbook.orders.typed?.tags ?? []);
  if (!lines) tell(memberText("unclear", playbook.locale, {}));
  else if (code === undefined) tellPrice(draft, lines, usable(draft));
  else {
    const coupon = typedCoupon(draft);
    // One sentence for every failure, whatever else was asked: codes can't be probed.
    if (!coupon) tell(memberText("no_code", playbook.locale, {}));
    else if (lines.length > 0) tellPrice(draft, lines, [coupon]);
    else tell(couponLine(draft, coupon));
  }
}

function tellPrice(
  draft: Draft,
  lines: readonly CartLine[],
  coupons: readonly CouponRecord[],
): void {
  const { promos } = draft.stage;
  const { counters, memberId, now, seat } = draft.view;
  const cart = { lines, shipping: 0, coupons: coupons.map(({ code }) => code) };
  const member = {
    tags: draft.member?.tags ?? [],
    coupons,
    ...(memberId ? { id: memberId } : {}),
    ...(seat ? { joinedAt: seat.value.since } : {}),
  };
  const question = { compiled: promos, cart, member, counters, now };
  const { subtotal, discount, total, applied } = quote(promos, cart, member, counters, now);
  const money = (minor: number) => formatMoney(minor, promos.currency).replace(/\.0+$/, "");
  const words = { subtotal: money(subtotal), off: money(discount), total: money(total) };
  const used = applied.filter(({ coupon }) => coupon !== undefined);
  sayPrice(draft, discount > 0 ? used.map(({ promo }) => promo) : [], words);
  addFact(draft, "quoted", { subtotal, total });
  const nudge = spokenNudge(question);
  if (nudge?.say) {
    draft.words = { promo: promoWords(promos, nudge.promo, now), nudge: nudgeWords(promos, nudge) };
    say(draft, nudge.say, { unasked: false });
    addFact(draft, "nudged", { promo: nudge.promo, gap: nudge.gap });
  }
  draft.words = {};
}

/**
 * The price, in the persona's words where it has some; a price that uses coupons of the member says so,
 * since they may not mean to spend them on this basket.
 */
function sayPrice(
  draft: Draft,
  behindCoupons: readonly string[],
  words: { readonly subtotal: string; readonly off: string; readonly total: string },
): void {
  const { playbook, promos } = draft.stage;
  const titles = behindCoupons.map((id) => promoWords(promos, id, draft.view.now).title);
  const [line, plain] =
    titles.length > 0
      ? (["quote-coupon", "coupon_price"] as const)
      : (["quote", words.off === "0" ? "plain_price" : "price"] as const);
  const title = titles.join(playbook.locale === "en" ? ", " : "、");
  draft.words = { quote: words, promo: { title, until: "" } };
  if (plain !== "plain_price" && draft.stage.persona.lines[line])
    say(draft, line, { unasked: false });
  else sayText(draft, memberText(plain, playbook.locale, { ...words, title }));
}

const usable = ({ view: { hand, memberId, now } }: Draft): readonly CouponRecord[] =>
  hand.filter((coupon) => couponSlip(coupon, memberId, now) === undefined);

/** Nobody learns why: all coupons that can't be used at the moment look alike. */
function couponLine(draft: Draft, coupon: CouponRecord): string {
  const { playbook, promos } = draft.stage;
  const promo = promos.coupons.get(coupon.coupon);
  const words = couponWords(promos, coupon);
  if (promo === undefined || isIdle(draft, coupon))
    return memberText("coupon_idle", playbook.locale, { code: words.code });
  const { title } = promoWords(promos, promo, draft.view.now);
  return memberText("coupon", playbook.locale, { title, ...words });
}

const isIdle = ({ stage: { promos }, view }: Draft, { coupon }: CouponRecord): boolean =>
  isSpent(promos, promos.coupons.get(coupon), view.counters);
