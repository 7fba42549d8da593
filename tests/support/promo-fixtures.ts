import type { Cart, CartLine } from "../../src/domain/promo/cart.js";
import { type Compiled, compilePromos } from "../../src/domain/promo/compile.js";
import { promosFileSchema } from "../../src/domain/promo/schema.js";

/** Promos as a playbook writes them; titles are their ids. */
export function promosOf(
  promos: Readonly<Record<string, object>>,
  rest: { stacks?: object; coupons?: object; currency?: string; timezone?: string } = {},
): Compiled {
  const titled = Object.fromEntries(
    Object.entries(promos).map(([id, promo]) => [id, { title: id, ...promo }]),
  );
  return compilePromos(promosFileSchema.parse({ promos: titled, ...rest }));
}

/** A basket of lines named a, b, c…; a number is one untagged piece in fen. */
export function cartOf(
  lines: readonly (number | Partial<CartLine>)[],
  rest: Partial<Cart> = {},
): Cart {
  return {
    lines: lines.map((line, i) => ({
      id: "abcdefghij"[i] ?? String(i),
      qty: 1,
      price: 0,
      tags: [],
      ...(typeof line === "number" ? { price: line } : line),
    })),
    shipping: 0,
    coupons: [],
    ...rest,
  };
}
