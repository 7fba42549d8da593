import { parseMoney } from "../../core/money.js";
import { askedText } from "../../core/text/fold.js";
import type { CartLine } from "./cart.js";
import { plainCode } from "./code.js";

const PRICE = /^\s*(?:算一下|算算|帮我算|\/(?:quote|算价))[\s:]*(.+)$/isu;
/** What follows begins like a code: `用券怎么用` is a question for somebody else. */
const USE = /^\s*(?:使?用(?:优惠)?券|券码|\/(?:use\b|用券))[\s:]*(?=[\w-])(.+)$/isu;
const MINE = /^\s*(?:我的(?:优惠)?券|\/(?:my)?coupons)\s*\??\s*$/iu;
/** 20 lines of 999 pieces at the highest price are a safe integer of any currency's minor units. */
const ITEM = /^(\d{1,8}(?:\.\d{1,2})?)(?:元|块钱?|rmb|yuan)?(?:[x×*](\d{1,3}))?(?:份|杯|个|件)?$/iu;
/** Looks like a price, with too many digits or pieces perhaps: never a code. */
const PRICED = /^\d[\d.]*(?:元|块钱?|rmb|yuan)?(?:[x×*]\d*)?(?:份|杯|个|件)?$/iu;
const CODE = /^[\w-]{4,}$/u;
const MOST = 20;

type Item = { readonly price: string; readonly qty: number };
/** What a member asks about money. */
export type Ask =
  | { readonly kind: "coupons" }
  /** What items cost, with a coupon's code where one is typed; without items only the code is asked. */
  | { readonly kind: "price"; readonly items: readonly Item[]; readonly code?: string }
  | { readonly kind: "unclear" };

/**
 * Reads `我的券`, `算一下 58`, `算一下 18x2 22 TTAB12CD`, `用券 TTAB12CD`, `/quote 18*2 + 22元`; the code is
 * as codes are compared.
 * @returns undefined when it is no such question.
 */
export function askOf(text: string): Ask | undefined {
  const typed = askedText(text);
  if (MINE.test(typed)) return { kind: "coupons" };
  const price = PRICE.exec(typed)?.[1];
  if (price !== undefined) return basketOf(wordsOf(price));
  const use = USE.exec(typed)?.[1];
  return use === undefined ? undefined : useOf(use);
}

const wordsOf = (text: string): string[] => text.split(/[\s,、+]+/u).filter((word) => word !== "");

function itemOf(word: string): Item | undefined {
  const [, price, qty = "1"] = ITEM.exec(word) ?? [];
  return price === undefined || Number(qty) < 1 ? undefined : { price, qty: Number(qty) };
}

/** Prices and, where a word is none, a code. */
function basketOf(words: readonly string[]): Ask {
  const items: Item[] = [];
  let code = "";
  for (const word of words) {
    const item = itemOf(word);
    if (item) items.push(item);
    else if (CODE.test(word) && !PRICED.test(word)) code += word;
    else return { kind: "unclear" };
  }
  if (items.length > MOST || words.length === 0) return { kind: "unclear" };
  return { kind: "price", items, ...(code === "" ? {} : { code: plainCode(code) }) };
}

/** A code and then prices, or else all of it is a code. */
function useOf(text: string): Ask {
  const [code = "", ...rest] = wordsOf(text);
  const items = rest.flatMap((word) => itemOf(word) ?? []);
  return items.length === rest.length && items.length <= MOST
    ? { kind: "price", items, code: plainCode(code) }
    : { kind: "price", items: [], code: plainCode(text) };
}

/**
 * The basket of an ask.
 * @param tags what a typed line counts as.
 * @returns undefined when a price has more decimals than the currency.
 */
export function linesOf(
  items: readonly Item[],
  currency: string,
  tags: readonly string[],
): readonly CartLine[] | undefined {
  const lines = items.flatMap(({ price, qty }, index): CartLine[] => {
    const minor = parseMoney(price, currency);
    return minor === undefined ? [] : [{ id: String(index + 1), qty, price: minor, tags }];
  });
  return lines.length === items.length ? lines : undefined;
}
