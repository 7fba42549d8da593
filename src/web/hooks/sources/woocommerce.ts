import { z } from "zod";
import type { Order, OrderIds, OrderState } from "../../../domain/order/order.js";
import { normalisePhone } from "../../../domain/order/phone.js";
import { subtotalOf } from "../../../domain/order/sold.js";
import { idText, readClock, readForm, readMoney } from "../fields.js";
import { type Hook, OK_JSON, type Received, type SecretOf } from "../hook.js";
import { readJson } from "../lossless-json.js";
import { forged } from "../refusal.js";
import { hmacSha256Base64, sameSignature } from "../signature.js";

/**
 * `X-WC-Webhook-Signature` is base64 of HMAC-SHA256 over the raw body; it waits a minute, and switches
 * the webhook off after more than five refusals in a row. Its delivery id is a hash of webhook and
 * second, so two orders of a second share one: an order's id and modified time tell notices apart.
 * Source: woocommerce/includes/class-wc-webhook.php, deliver() and get_new_delivery_id().
 */
export function receiveWooCommerce(hook: Hook, secret: SecretOf<"woocommerce">): Received {
  // The ping on creation is not signed (deliver_ping()), says nothing, and must be answered 200.
  if (isPing(hook)) return { reply: OK_JSON };
  const given = hook.header("x-wc-webhook-signature") ?? "";
  if (!sameSignature(given, hmacSha256Base64(secret.secret, hook.body))) throw forged();
  const body = readJson(hook.body);
  const topic = hook.header("x-wc-webhook-topic") ?? "order.updated";
  if (!/^order\.(created|updated|restored)$/.test(topic)) return { reply: OK_JSON };
  const order = orderOf(readForm(schema, body), hook);
  return { told: { notice: { kind: "order", order }, signedAt: order.modifiedAt }, reply: OK_JSON };
}

const isPing = ({ body, header }: Hook): boolean =>
  header("x-wc-webhook-signature") === undefined &&
  body.length < 64 &&
  /^webhook_id=\d+$/.test(Buffer.from(body).toString("latin1"));

const money = z.string().max(20);
const schema = z.object({
  id: idText,
  status: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  total: money,
  prices_include_tax: z.boolean().default(false),
  discount_total: money.nullish(),
  discount_tax: money.nullish(),
  shipping_total: money.nullish(),
  shipping_tax: money.nullish(),
  date_created_gmt: z.string().nullish(),
  date_modified_gmt: z.string(),
  date_paid_gmt: z.string().nullish(),
  customer_id: idText.nullish(),
  billing: z.object({ phone: z.string().nullish() }).nullish(),
  coupon_lines: z.array(z.object({ code: z.string() })).default([]),
  line_items: z
    .array(
      z.object({
        id: idText,
        sku: z.string().nullish(),
        name: z.string(),
        quantity: z.number(),
        subtotal: money.nullish(),
        subtotal_tax: money.nullish(),
        total: money,
        total_tax: money.nullish(),
      }),
    )
    .default([]),
  refunds: z.array(z.object({ id: idText, total: money })).default([]),
});
type WooOrder = z.infer<typeof schema>;

const STATES: Readonly<Record<string, OrderState>> = {
  processing: "paid",
  completed: "paid",
  refunded: "paid",
  cancelled: "cancelled",
  trash: "cancelled",
};

/**
 * A line's `total` is after discounts and its `subtotal` before them; both are without tax, which is in the
 * price that the member sees where `prices_include_tax` is set. `shipping_total` is what was charged.
 */
function orderOf(said: WooOrder, hook: Hook): Order {
  const modifiedAt = readClock(said.date_modified_gmt, "Z");
  const cents = (text: string) => readMoney(text, said.currency);
  const amount = cents(said.total);
  const price = (net: string, tax: string | null | undefined) =>
    cents(net) + (said.prices_include_tax ? cents(tax || "0") : 0);
  const lines = said.line_items.map((line) => ({
    id: line.id,
    ...(line.sku ? { sku: line.sku } : {}),
    title: line.name,
    qty: line.quantity,
    amount: price(line.total, line.total_tax),
    ...(line.subtotal ? { gross: price(line.subtotal, line.subtotal_tax) } : {}),
  }));
  const { discount_total: off, shipping_total: fee } = said;
  const paid = { amount, lines, ...(fee ? { shipping: price(fee, said.shipping_tax) } : {}) };
  const discount = off ? price(off, said.discount_tax) : undefined;
  const known = Object.hasOwn(STATES, said.status) ? STATES[said.status] : undefined;
  return {
    source: hook.source,
    id: said.id,
    // Plugins add statuses; the time of payment says what they mean.
    state: known ?? (said.date_paid_gmt ? "paid" : "placed"),
    currency: said.currency,
    ...paid,
    ...subtotalOf(paid, { subtotal: undefined, discount }),
    ...(said.date_created_gmt ? { placedAt: readClock(said.date_created_gmt, "Z") } : {}),
    ...(said.date_paid_gmt ? { paidAt: readClock(said.date_paid_gmt, "Z") } : {}),
    modifiedAt,
    ids: idsOf(said, hook.hashPhone),
    // Told as negative totals.
    refunds: said.refunds.map(({ id, total }) => ({
      id,
      amount: cents(total.replace(/^-/, "")),
      at: modifiedAt,
    })),
    ...(said.status === "refunded" ? { refundedTotal: amount } : {}),
  };
}

function idsOf(said: WooOrder, hashPhone: Hook["hashPhone"]): OrderIds {
  const coupons = said.coupon_lines.map(({ code }) => code);
  const phone = normalisePhone(said.billing?.phone ?? "");
  const customer = said.customer_id ?? "0";
  return {
    ...(coupons.length > 0 ? { coupons } : {}),
    // 0 is a guest.
    ...(customer === "0" ? {} : { platforms: [`woocommerce:${customer}`] }),
    ...(phone ? hashPhone(phone) : {}),
  };
}
