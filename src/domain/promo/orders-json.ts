import { z } from "zod";
import { UserError } from "../../core/errors.js";
import { instantSlip } from "../../core/fields.js";
import { parseMoney } from "../../core/money.js";
import type { PastOrder } from "./replay.js";

const orderSchema = (currency: string) => {
  const money = z.string().transform((text, context) => {
    const minor = parseMoney(text, currency);
    if (minor !== undefined) return minor;
    context.issues.push({ code: "custom", input: text, message: "money" });
    return z.NEVER;
  });
  const instant = z.string().refine((text) => instantSlip(text) === undefined);
  const tags = z.array(z.string()).optional();
  return z.strictObject({
    at: instant,
    /** For orders of which only the amount is known. */
    total: money.optional(),
    lines: z
      .array(
        z.strictObject({
          id: z.string(),
          sku: z.string().optional(),
          qty: z.int().min(1).max(10_000),
          price: money,
          tags,
        }),
      )
      .min(1)
      .optional(),
    shipping: money.optional(),
    member: z.string().optional(),
    group: z.string().optional(),
    tags,
    joined_at: instant.optional(),
  });
};

/**
 * Reads past orders: a JSON array of `{ at, total }` or of carts with `at`.
 * @throws UserError ORDERS_JSON, ORDERS_LIST, or ORDERS_FIELD with the order's number from 1.
 */
export function* readOrders(text: string, currency: string): Generator<PastOrder> {
  const schema = orderSchema(currency);
  let n = 0;
  for (const raw of arrayOf(text)) {
    n++;
    const result = schema.safeParse(raw);
    if (!result.success) {
      const [issue] = result.error.issues;
      const keys = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
      const path = [...(issue?.path ?? []), ...keys].map(String).join(".") || "{…}";
      throw new UserError("ORDERS_FIELD", { n, path });
    }
    const { at, total, lines, joined_at: joined, ...order } = result.data;
    if ((total === undefined) === (lines === undefined))
      throw new UserError("ORDERS_FIELD", { n, path: "total / lines" });
    yield {
      ...order,
      at: Date.parse(at),
      lines: lines?.map((line) => ({ ...line, tags: line.tags ?? [] })) ?? [
        { id: "total", qty: 1, price: total ?? 0, tags: [] },
      ],
      ...(joined === undefined ? {} : { joinedAt: Date.parse(joined) }),
    };
  }
}

function arrayOf(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UserError("ORDERS_JSON", { detail: error instanceof Error ? error.message : "" });
  }
  if (!Array.isArray(value)) throw new UserError("ORDERS_LIST");
  return value;
}
