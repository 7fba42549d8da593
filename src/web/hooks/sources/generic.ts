import { z } from "zod";
import { isIdText } from "../../../domain/order/id-text.js";
import type { Order, OrderIds } from "../../../domain/order/order.js";
import { normalisePhone } from "../../../domain/order/phone.js";
import { subtotalOf } from "../../../domain/order/sold.js";
import { idText, isoInstant, readForm, readMoney } from "../fields.js";
import { type Hook, OK_JSON, type Received, type SecretOf } from "../hook.js";
import { readJson } from "../lossless-json.js";
import { forged } from "../refusal.js";
import { hmacSha256Base64, sameSignature } from "../signature.js";

/** Longer than a timestamp is taken for one of now, on both sides. */
const REMEMBERED_MS = 10 * 60 * 1000;

/**
 * Our own webhook, signed as Standard Webhooks v1 (standardwebhooks.com), for which there are
 * libraries in most languages:
 * - `webhook-id`: 1 to 128 printable characters, the nonce;
 * - `webhook-timestamp`: seconds since 1970, at most five minutes off;
 * - `webhook-signature`: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated
 *   by spaces, while a secret is replaced.
 * A secret that starts with `whsec_` is base64, any other stands for its UTF-8 bytes.
 * A pair of id and timestamp is accepted once: whoever sends again signs again, with a new timestamp.
 */
export function receiveGeneric(hook: Hook, secret: SecretOf<"generic">): Received {
  const id = hook.header("webhook-id") ?? "";
  const timestamp = hook.header("webhook-timestamp") ?? "";
  const given = (hook.header("webhook-signature") ?? "").split(" ").slice(0, 10);
  if (!/^[\x21-\x7e]{1,128}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) throw forged();
  const expected = `v1,${hmacSha256Base64(keyOf(secret.secret), `${id}.${timestamp}.`, hook.body)}`;
  if (!given.some((each) => sameSignature(each, expected))) throw forged();
  const at = Number(timestamp) * 1000;
  return {
    told: { notice: { kind: "order", order: orderOf(hook) }, signedAt: at },
    once: { key: `${timestamp}.${id}`, until: at + REMEMBERED_MS },
    reply: OK_JSON,
  };
}

const keyOf = (secret: string): Uint8Array =>
  secret.startsWith("whsec_")
    ? Buffer.from(secret.slice("whsec_".length), "base64")
    : Buffer.from(secret, "utf8");

const money = z.string().max(20);
const schema = z.strictObject({
  id: idText,
  status: z.enum(["placed", "paid", "cancelled"]),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amount: money,
  subtotal: money.optional(),
  discount: money.optional(),
  shipping: money.optional(),
  placed_at: isoInstant.optional(),
  paid_at: isoInstant.optional(),
  modified_at: isoInstant,
  refunds: z
    .array(
      z.strictObject({
        id: idText,
        amount: money,
        at: isoInstant,
        lines: z
          .array(
            z
              .strictObject({
                id: idText.optional(),
                sku: z.string().max(200).optional(),
                qty: z.number().int().positive(),
              })
              .refine(({ id, sku }) => id !== undefined || sku !== undefined),
          )
          .max(500)
          .optional(),
      }),
    )
    .max(200)
    .default([]),
  coupons: z.array(z.string().min(1).max(64)).max(20).default([]),
  platform_ids: z
    .array(
      z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,31}:./)
        .refine(isIdText),
    )
    .max(20)
    .default([]),
  union_id: z.string().refine(isIdText).optional(),
  phone: z.string().max(40).optional(),
  lines: z
    .array(
      z.strictObject({
        id: idText.optional(),
        sku: z.string().max(200).optional(),
        title: z.string().max(500).optional(),
        qty: z.number().int().positive(),
        amount: money,
        subtotal: money.optional(),
      }),
    )
    .max(500)
    .optional(),
});

function orderOf(hook: Hook): Order {
  const said = readForm(schema, readJson(hook.body));
  const cents = (text: string) => readMoney(text, said.currency);
  const shipping = said.shipping === undefined ? {} : { shipping: cents(said.shipping) };
  const lines = said.lines?.map(({ amount, subtotal, ...line }) => ({
    ...line,
    amount: cents(amount),
    ...(subtotal === undefined ? {} : { gross: cents(subtotal) }),
  }));
  const paid = { amount: cents(said.amount), ...(lines ? { lines } : {}), ...shipping };
  const subtotal = said.subtotal === undefined ? undefined : cents(said.subtotal);
  const discount = said.discount === undefined ? undefined : cents(said.discount);
  return {
    source: hook.source,
    id: said.id,
    state: said.status,
    currency: said.currency,
    ...paid,
    ...subtotalOf(paid, { subtotal, discount }),
    ...(said.placed_at === undefined ? {} : { placedAt: said.placed_at }),
    ...(said.paid_at === undefined ? {} : { paidAt: said.paid_at }),
    modifiedAt: said.modified_at,
    ids: idsOf(said, hook.hashPhone),
    refunds: said.refunds.map((refund) => ({ ...refund, amount: cents(refund.amount) })),
  };
}

function idsOf(said: z.infer<typeof schema>, hashPhone: Hook["hashPhone"]): OrderIds {
  const phone = said.phone === undefined ? undefined : normalisePhone(said.phone);
  return {
    ...(said.coupons.length > 0 ? { coupons: said.coupons } : {}),
    ...(said.platform_ids.length > 0 ? { platforms: said.platform_ids } : {}),
    ...(said.union_id ? { union: said.union_id } : {}),
    ...(phone ? hashPhone(phone) : {}),
  };
}
