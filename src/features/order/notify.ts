import { formatMoney } from "../../core/money.js";
import type { Redemption } from "../../domain/order/entry.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import { signalScripts } from "../script/scripts.js";
import type { RedeemedOrder } from "./path.js";
import { isPaid } from "./redemption.js";
import { text } from "./texts.js";

/** Tells scripts of an order when it is paid for the first time, and operators what it overspent. */
export function notifyOfOrder(
  decision: Decision,
  { key, past, redemption }: Pick<RedeemedOrder, "key" | "past" | "redemption">,
): void {
  if (!redemption || !isPaid(redemption) || isPaid(past?.booking)) return;
  signalScripts(decision, "ordered", "");
  if (redemption.applied.some(({ coupon }) => coupon)) signalScripts(decision, "redeemed", "");
  tellOverspent(decision, key, redemption);
}

/** What a shop took off for coupons of which nothing was left: the counters don't tell it. */
function tellOverspent(decision: Decision, order: string, { applied }: Redemption): void {
  const { promos, playbook } = decision.context.compiled;
  for (const { promo, over } of applied) {
    if (!over) continue;
    const { took, spent } = over;
    const title = promos.byId.get(promo)?.promo.title ?? promo;
    const off = formatMoney(took, promos.currency);
    const params = { order, promo, title, off };
    notifyOperators(decision, text(playbook.locale, `overspent.${spent}`, params));
    addFact(decision, "overspent", { order, promo, off: took });
  }
}
