import { parseMoney } from "../core/money.js";
import type { CartLine } from "./cart.js";

const PRICE = /^\s*(?:算一下|算算|帮我算|[/／](?:quote|算价))[\s:：]*(.+)$/isu;
const MINE = /^\s*(?:我的(?:优惠)?券|[/／](?:my)?coupons)\s*[?？]?\s*$/iu;
const ITEM = /^(\d{1,7}(?:\.\d{1,2})?)(?:元|块)?(?:[x×*](\d{1,3}))?(?:份|杯|个|件)?$/iu;
const MOST = 20;

/** Whether a message asks for a price or for the writer's coupons. */
export function speaksOfMoney(text: string): boolean {
  return PRICE.test(text) || MINE.test(text);
}

/** Whether a message asks which coupons the writer has. */
export const asksForCoupons = (text: string): boolean => MINE.test(text);

/**
 * The basket somebody types: `算一下 58`, `算一下 18x2 22`, `/quote 18*2 + 22元`.
 * @param tags what such a line counts as.
 * @returns undefined when it is no such question, "unclear" when its prices can't be read.
 */
export function basketOf(
  text: string,
  currency: string,
  tags: readonly string[],
): readonly CartLine[] | "unclear" | undefined {
  const typed = PRICE.exec(text.normalize("NFKC"))?.[1];
  if (typed === undefined) return undefined;
  const words = typed.split(/[\s,，、+]+/u).filter((word) => word !== "");
  if (words.length === 0 || words.length > MOST) return "unclear";
  const lines: CartLine[] = [];
  for (const [index, word] of words.entries()) {
    const [, price = "", qty = "1"] = ITEM.exec(word) ?? [];
    const minor = parseMoney(price, currency);
    if (minor === undefined || Number(qty) < 1) return "unclear";
    lines.push({ id: String(index + 1), qty: Number(qty), price: minor, tags });
  }
  return lines;
}
