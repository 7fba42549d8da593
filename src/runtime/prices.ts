import type { Event } from "../core/event.js";
import { formatMoney } from "../core/money.js";
import { asksForCoupons, basketOf } from "../promo/ask.js";
import { memberText } from "../promo/member-texts.js";
import { quote, spokenNudge } from "../promo/quote.js";
import { couponWords, nudgeWords, promoWords } from "../promo/words.js";
import { addFact, type Draft } from "./draft.js";
import { say, sayText } from "./say.js";

/** A member asks what a basket costs or which coupons they have; both are answered in a sentence or two. */
export function answerPrices(draft: Draft, event: Event): boolean {
  if (event.kind !== "message" || draft.view.paused) return false;
  if (asksForCoupons(event.text)) {
    listCoupons(draft);
    return true;
  }
  const { playbook, promos } = draft.stage;
  const lines = basketOf(event.text, promos.currency, playbook.orders.typed?.tags ?? []);
  if (lines === undefined) return false;
  if (lines === "unclear") {
    sayText(draft, memberText("unclear", playbook.locale, {}));
    return true;
  }
  const { counters, hand, memberId, now, seat } = draft.view;
  const usable = hand.filter(({ state, until }) => state === "granted" && until > now);
  const cart = { lines, shipping: 0, coupons: usable.map(({ code }) => code) };
  const member = {
    tags: draft.member?.tags ?? [],
    coupons: hand,
    ...(memberId ? { id: memberId } : {}),
    ...(seat ? { joinedAt: seat.value.since } : {}),
  };
  const question = { compiled: promos, cart, member, counters, now };
  const { subtotal, discount, total } = quote(promos, cart, member, counters, now);
  const money = (minor: number) => formatMoney(minor, promos.currency).replace(/\.0+$/, "");
  const words = { subtotal: money(subtotal), off: money(discount), total: money(total) };
  draft.words = { quote: words };
  if (discount > 0 && draft.stage.persona.lines.quote) say(draft, "quote", { unasked: false });
  else sayText(draft, memberText(discount > 0 ? "price" : "plain_price", playbook.locale, words));
  addFact(draft, "quoted", { subtotal, total });
  const nudge = spokenNudge(question);
  if (nudge?.say) {
    draft.words = { promo: promoWords(promos, nudge.promo, now), nudge: nudgeWords(promos, nudge) };
    say(draft, nudge.say, { unasked: false });
    addFact(draft, "nudged", { promo: nudge.promo, gap: nudge.gap });
  }
  draft.words = {};
  return true;
}

function listCoupons(draft: Draft): void {
  const { hand, now } = draft.view;
  const { playbook, promos } = draft.stage;
  const usable = hand.filter(({ state, until }) => state === "granted" && until > now);
  const lines = usable.flatMap((one) => {
    const coupon = playbook.coupons[one.coupon];
    if (!coupon) return [];
    const { title } = promoWords(promos, coupon.promo, now);
    return [memberText("coupon", playbook.locale, { title, ...couponWords(promos, one) })];
  });
  sayText(draft, lines.join("\n") || memberText("no_coupons", playbook.locale, {}));
}
