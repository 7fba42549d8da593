import { z } from "zod";
import type { OrderIds, OrderNotice, OrderRefund } from "../../../domain/order/order.js";
import { normalisePhone } from "../../../domain/order/phone.js";
import { idText, isoInstant, readForm, readMoney } from "../fields.js";
import { type Hook, OK_JSON, type Received, type SecretOf } from "../hook.js";
import { readJson } from "../lossless-json.js";
import { forged } from "../refusal.js";
import { hmacSha256Base64, sameSignature } from "../signature.js";

/**
 * `X-Shopify-Hmac-SHA256` is base64 of HMAC-SHA256 over the raw body; no other header is signed, so
 * the topic only chooses a form, and time is the body's. Shopify waits 5 seconds.
 * https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export function receiveShopify(hook: Hook, secret: SecretOf<"shopify">): Received {
  const given = hook.header("x-shopify-hmac-sha256") ?? "";
  if (!sameSignature(given, hmacSha256Base64(secret.secret, hook.body))) throw forged();
  const body = readJson(hook.body);
  const topic = hook.header("x-shopify-topic") ?? "";
  if (topic === "refunds/create") {
    const said = readForm(refundSchema, body);
    const told = { notice: refundNotice(said, hook), signedAt: said.created_at };
    return { told, reply: OK_JSON };
  }
  if (!topic.startsWith("orders/") || topic === "orders/delete") return { reply: OK_JSON };
  const said = readForm(orderSchema, body);
  if (said.test) return { reply: OK_JSON };
  return { told: { notice: orderNotice(said, hook), signedAt: said.updated_at }, reply: OK_JSON };
}

const money = z.string().max(20);
const refundSchema = z.object({
  id: idText,
  order_id: idText,
  created_at: isoInstant,
  transactions: z.array(
    z.object({ amount: money, kind: z.string(), status: z.string(), currency: z.string() }),
  ),
  refund_line_items: z
    .array(z.object({ line_item_id: idText, quantity: z.number().int().nonnegative() }))
    .default([]),
});
const orderSchema = z.object({
  id: idText,
  test: z.boolean().nullish(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  total_price: money,
  financial_status: z.string().nullish(),
  cancelled_at: isoInstant.nullish(),
  created_at: isoInstant,
  processed_at: isoInstant.nullish(),
  updated_at: isoInstant,
  phone: z.string().nullish(),
  customer: z.object({ id: idText, phone: z.string().nullish() }).nullish(),
  discount_codes: z.array(z.object({ code: z.string() })).default([]),
  line_items: z
    .array(
      z.object({
        id: idText,
        sku: z.string().nullish(),
        title: z.string(),
        quantity: z.number().int(),
        price: money,
        total_discount: money.nullish(),
        discount_allocations: z.array(z.object({ amount: money })).nullish(),
      }),
    )
    .default([]),
  total_line_items_price: money.nullish(),
  shipping_lines: z.array(z.object({ price: money })).nullish(),
  refunds: z.array(refundSchema).default([]),
});
type ShopifyOrder = z.infer<typeof orderSchema>;
type ShopifyLine = ShopifyOrder["line_items"][number];

/**
 * A line's `price` is of one piece before discounts. `discount_allocations` are its shares of all discounts,
 * those on the order too; `total_discount` alone leaves those out, and is all that older versions send.
 * `price` of a shipping line is before discounts, `total_price` is what is paid, with shipping and taxes.
 */
function orderNotice(said: ShopifyOrder, hook: Hook): OrderNotice {
  const cents = (text: string) => readMoney(text, said.currency);
  const sumOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + cents(text), 0);
  const offOf = ({ discount_allocations: shares, total_discount: off }: ShopifyLine) =>
    shares?.length ? sumOf(shares.map(({ amount }) => amount)) : cents(off ?? "0");
  const paid = /^(paid|partially_refunded|refunded)$/.test(said.financial_status ?? "");
  return {
    kind: "order",
    order: {
      source: hook.source,
      id: said.id,
      state: said.cancelled_at ? "cancelled" : paid ? "paid" : "placed",
      currency: said.currency,
      amount: cents(said.total_price),
      lines: said.line_items.map((line) => ({
        id: line.id,
        ...(line.sku ? { sku: line.sku } : {}),
        title: line.title,
        qty: line.quantity,
        amount: Math.max(0, cents(line.price) * line.quantity - offOf(line)),
        gross: cents(line.price) * line.quantity,
      })),
      ...(said.total_line_items_price ? { subtotal: cents(said.total_line_items_price) } : {}),
      ...(said.shipping_lines
        ? { shipping: sumOf(said.shipping_lines.map((each) => each.price)) }
        : {}),
      placedAt: said.created_at,
      ...(paid ? { paidAt: said.processed_at ?? said.created_at } : {}),
      modifiedAt: said.updated_at,
      ids: idsOf(said, hook.hashPhone),
      refunds: said.refunds.map(refundOf),
    },
  };
}

function refundNotice(said: z.infer<typeof refundSchema>, hook: Hook): OrderNotice {
  return {
    kind: "event",
    event: {
      source: hook.source,
      id: said.order_id,
      at: said.created_at,
      what: "changed",
      refunds: [refundOf(said)],
    },
  };
}

function refundOf(said: z.infer<typeof refundSchema>): OrderRefund {
  const amount = said.transactions
    .filter(({ kind, status }) => kind === "refund" && status === "success")
    .reduce((sum, each) => sum + readMoney(each.amount, each.currency), 0);
  const lines = said.refund_line_items
    .map((line) => ({ id: line.line_item_id, qty: line.quantity }))
    .filter(({ qty }) => qty > 0);
  return {
    id: said.id,
    amount,
    at: said.created_at,
    ...(lines.length > 0 ? { lines } : {}),
  };
}

function idsOf(said: ShopifyOrder, hashPhone: Hook["hashPhone"]): OrderIds {
  const coupons = said.discount_codes.map(({ code }) => code).filter(Boolean);
  const phone = normalisePhone(said.phone ?? said.customer?.phone ?? "");
  return {
    ...(coupons.length > 0 ? { coupons } : {}),
    ...(said.customer ? { platforms: [`shopify:${said.customer.id}`] } : {}),
    ...(phone ? hashPhone(phone) : {}),
  };
}
