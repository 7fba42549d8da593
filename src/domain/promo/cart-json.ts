import { z } from "zod";
import { UserError } from "../../core/errors.js";
import type { Instant } from "../../core/event.js";
import { instantSlip } from "../../core/fields.js";
import { minorDigits, parseMoney } from "../../core/money.js";
import type { Cart, Shopper } from "./cart.js";

const MAX_LINES = 500;
const idText = z.string().min(1).max(128);
const instantText = z.string().refine((text) => instantSlip(text) === undefined, "CART_TIME");
const tags = z.array(z.string().min(1).max(64)).max(100).optional();
const amount = (currency: string) =>
  z.string("CART_MONEY").transform((text, context) => {
    const minor = parseMoney(text, currency);
    if (minor !== undefined) return minor;
    context.issues.push({ code: "custom", input: text, message: "CART_MONEY" });
    return z.NEVER;
  });
const cartSchema = (currency: string) =>
  z.strictObject({
    member: idText.optional(),
    tags,
    joined_at: instantText.optional(),
    at: instantText.optional(),
    lines: z
      .array(
        z.strictObject({
          id: idText,
          sku: idText.optional(),
          qty: z.int("CART_QTY").min(1, "CART_QTY").max(10_000, "CART_QTY"),
          price: amount(currency),
          tags,
        }),
      )
      .max(MAX_LINES, "CART_LINES"),
    shipping: amount(currency).optional(),
    coupons: z.array(z.string().min(1).max(64)).max(20).optional(),
  });

/** A cart file's content: what is bought, by whom, and when, if it says. */
export type CartFile = { readonly cart: Cart; readonly shopper: Shopper; readonly at?: Instant };

/**
 * Reads a cart's JSON (docs: playbook, promos). Amounts are decimal strings.
 * @throws UserError CART_JSON, CART_OBJECT, CART_FIELD, CART_KEY, CART_MISSING, CART_MONEY, CART_QTY, CART_TIME,
 * CART_LINES, CART_LINE_TWICE, CART_TOO_MUCH, each naming the place as `lines[0].price`.
 */
export function readCart(text: string, currency: string): CartFile {
  const result = cartSchema(currency).safeParse(jsonOf(text), { reportInput: true });
  if (!result.success) throw mistake(result.error.issues[0], currency);
  const { lines, shipping = 0, coupons = [], member, joined_at: joined, at } = result.data;
  const ids = new Set<string>();
  for (const { id } of lines) {
    if (ids.has(id)) throw new UserError("CART_LINE_TWICE", { id });
    ids.add(id);
  }
  const total = lines.reduce((sum, { qty, price }) => sum + qty * price, shipping);
  if (!Number.isSafeInteger(total)) throw new UserError("CART_TOO_MUCH");
  return {
    cart: { lines: lines.map((line) => ({ ...line, tags: line.tags ?? [] })), shipping, coupons },
    shopper: {
      tags: result.data.tags ?? [],
      ...(member === undefined ? {} : { id: member }),
      ...(joined === undefined ? {} : { joinedAt: Date.parse(joined) }),
    },
    ...(at === undefined ? {} : { at: Date.parse(at) }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UserError("CART_JSON", { detail: error instanceof Error ? error.message : "" });
  }
}

function mistake(issue: z.core.$ZodIssue | undefined, currency: string): UserError {
  const path = (issue?.path ?? []).reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : `${text}${text && "."}${String(part)}`,
    "",
  );
  if (issue?.code === "unrecognized_keys")
    return new UserError("CART_KEY", { path: path || "cart", key: issue.keys[0] ?? "" });
  if (path === "") return new UserError("CART_OBJECT");
  const code = issue?.message ?? "";
  const missing = issue?.code === "invalid_type" && issue.input === undefined;
  if (missing) return new UserError("CART_MISSING", { path });
  if (/^CART_/.test(code))
    return new UserError(code, { path, currency, digits: minorDigits(currency) });
  const expected = issue?.code === "invalid_type" ? issue.expected : "valid";
  return new UserError("CART_FIELD", { path, expected });
}
