import type { Lang } from "../../core/i18n.js";
import { formatMoney } from "../../core/money.js";
import type { Rejected } from "./reasons.js";
import { text } from "./texts.js";

/** Why a promo did not apply, as a sentence for operators. */
export function reasonText(rejected: Rejected, currency: string, lang: Lang): string {
  const { code, short = 0, winner = "" } = rejected;
  return text(lang, `reason.${code}`, { short: formatMoney(short, currency), winner });
}
