import { formatMoney } from "../../core/money.js";
import type { Booking } from "../../core/record.js";
import { memberText } from "../../domain/promo/member-texts.js";
import { addFact, type Draft } from "../../engine/decision.js";
import { tellText } from "../../engine/notify-operators.js";

/** Tells the operators what a shop took off for coupons of which nothing was left, since the books don't. */
export function tellOverspent(draft: Draft, order: string, booking: Booking | undefined): void {
  const { promos, playbook } = draft.view.stage;
  for (const { promo, over } of booking?.applied ?? []) {
    if (!over) continue;
    const { took, spent } = over;
    const title = promos.byId.get(promo)?.promo.title ?? promo;
    const off = formatMoney(took, promos.currency);
    const text = spent === "budget" ? "over_budget" : "over_uses";
    tellText(draft, memberText(text, playbook.locale, { order, promo, title, off }));
    addFact(draft, "overspent", { order, promo, off: took });
  }
}
