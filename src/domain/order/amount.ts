import { parseMoney } from "../../core/money.js";
import { evenText } from "../../core/text/fold.js";

const MARKED = /^(?:(¥)\s?)?([\d,.]+)\s?([元圆])?$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/**
 * Reads an amount as exports and people write it: `1234.5`, `¥1,234.50`, `￥１２.00`, `1,234.50元`. The mark
 * must be of the currency, commas must stand before each three digits, and a sign is none: `-0.00` and
 * `+100` may be a refund or a correction, which is not for us to say.
 * @returns minor units, or undefined.
 */
export function readAmount(text: string, currency: string): number | undefined {
  const plain = parseMoney(text, currency);
  if (plain !== undefined) return plain;
  const [, before, digits = "", after] = MARKED.exec(evenText(text)) ?? [];
  const yuan = currency === "CNY";
  if ((after && !yuan) || (before && !yuan && currency !== "JPY")) return undefined;
  return parseMoney(GROUPED.test(digits) ? digits.replaceAll(",", "") : digits, currency);
}
