import { formatMoney } from "../../core/money.js";
import type { Redemption } from "../../domain/order/entry.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import { text } from "./texts.js";

/** Tells the operators what a shop took off for coupons of which nothing was left, since the books don't. */
export function tellOverspent(
  decision: Decision,
  order: string,
  booking: Redemption | undefined,
): void {
  const { promos, playbook } = decision.context.compiled;
  for (const { promo, over } of booking?.applied ?? []) {
    if (!over) continue;
    const { took, spent } = over;
    const title = promos.byId.get(promo)?.promo.title ?? promo;
    const off = formatMoney(took, promos.currency);
    notifyOperators(
      decision,
      text(playbook.locale, `overspent.${spent}`, { order, off, promo, title }),
    );
    addFact(decision, "overspent", { order, promo, off: took });
  }
}
