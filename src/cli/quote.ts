import type { Config } from "../app/config.js";
import { readText } from "../app/playbook-files.js";
import { UserError } from "../core/errors.js";
import { instantSlip } from "../core/fields.js";
import { readCart } from "../domain/promo/cart-json.js";
import { compilePromos } from "../domain/promo/compile.js";
import { couponsByForm } from "../domain/promo/coupon.js";
import { quote } from "../domain/promo/quote.js";
import { quoteJson } from "../domain/promo/quote-json.js";
import { quoteLines } from "../domain/promo/quote-lines.js";
import { clientPromos, readPromos } from "./promo-book.js";

export type QuoteOptions = {
  readonly promos?: string;
  readonly client?: string;
  readonly cart: string;
  readonly at?: string;
  readonly json?: boolean;
};

/**
 * `suanpan quote`. Nothing is stored and no store is asked: limits and budgets are untouched, and a code
 * with the form of a coupon counts as granted.
 * @returns the exit code. @throws UserError about the promos, the cart or the time.
 */
export async function quoteCart(options: QuoteOptions, config: Config): Promise<number> {
  const { promos, client, at } = options;
  if ((promos === undefined) === (client === undefined)) throw new UserError("PROMOS_SOURCE");
  if (at !== undefined && instantSlip(at)) throw new UserError("TIME_OFFSET", { value: at });
  const text = await readText(options.cart);
  const book = await (promos === undefined
    ? clientPromos(client ?? "", config)
    : readPromos(promos, config));
  const { cart, shopper, at: cartAt } = readCart(text, book.currency);
  const now = at === undefined ? (cartAt ?? Date.now()) : Date.parse(at);
  const coupons = couponsByForm(book.coupons, cart.coupons);
  const result = quote(compilePromos(book), cart, { ...shopper, coupons }, {}, now);
  const json = quoteJson(result, config.lang);
  process.stdout.write(
    options.json
      ? `${JSON.stringify(json, null, 2)}\n`
      : `${quoteLines(json, book.promos, config.lang).join("\n")}\n`,
  );
  return 0;
}
