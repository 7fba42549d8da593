import { z } from "zod";
import type { Instant } from "../../../core/event.js";
import type { HashPhone, OrderIds, OrderNotice, OrderState } from "../../../domain/order/order.js";
import { normalisePhone } from "../../../domain/order/phone.js";
import { idText, readClock, readForm, readMoney } from "../fields.js";

const money = z.string().max(20);
const CURRENCY = "CNY";
const yuan = (text: string): number => readMoney(text, CURRENCY);
/** 有赞's clock is Beijing's. */
const clock = (text: string): Instant => readClock(text, "+08:00");

const orderSchema = z.object({
  refund_order: z
    .array(z.object({ refund_id: idText, refund_fee: money, refund_state: z.number() }))
    .nullish(),
  full_order_info: z.object({
    order_info: z.object({
      tid: idText,
      status: z.string(),
      created: z.string().nullish(),
      pay_time: z.string().nullish(),
      update_time: z.string(),
    }),
    pay_info: z.object({
      payment: money,
      total_fee: money.nullish(),
      post_fee: money.nullish(),
    }),
    buyer_info: z
      .object({
        buyer_id: idText.nullish(),
        yz_open_id: z.string().nullish(),
        outer_user_id: z.string().nullish(),
        buyer_phone: z.string().nullish(),
      })
      .nullish(),
    orders: z
      .array(
        z.object({
          oid: idText,
          title: z.string(),
          num: z.number().int(),
          price: money.nullish(),
          payment: money,
          outer_sku_id: z.string().nullish(),
          outer_item_id: z.string().nullish(),
        }),
      )
      .default([]),
  }),
});
const refundSchema = z.object({
  tid: idText,
  refund_id: idText,
  refunded_fee: money,
  update_time: z.string(),
});
const closeSchema = z.object({ tid: idText, close_type: z.unknown(), update_time: z.string() });

/** Messages that say money has gone back; the first two are the older set's ends of a refund. */
const REFUNDED = [
  "trade_refund_RefundSuccess",
  "trade_refund_RefundSellerAgree",
  "youzan_trade_RefundSuccess",
];
/** `refund_state` of a refund that succeeded. */
const REFUND_DONE = 60;

type Read = { readonly notice: OrderNotice; readonly signedAt: Instant };

/**
 * What a message says of an order; undefined when it is about something else.
 * @param from.type empty when nobody vouches for it: then the message's form alone counts.
 */
export function youzanNotice(
  message: unknown,
  from: {
    readonly source: string;
    readonly type: string;
    readonly hashPhone: HashPhone;
  },
): Read | undefined {
  const has = (key: string) => typeof message === "object" && message !== null && key in message;
  if (has("full_order_info")) return orderRead(readForm(orderSchema, message), from);
  if (REFUNDED.includes(from.type)) return refundRead(readForm(refundSchema, message), from.source);
  if (has("close_type") && /^(trade_TradeClose)?$/.test(from.type)) {
    const said = readForm(closeSchema, message);
    const at = clock(said.update_time);
    const event = { source: from.source, id: said.tid, at, what: "cancelled" } as const;
    return { notice: { kind: "event", event }, signedAt: at };
  }
  return undefined;
}

/**
 * A line's `price` is of one piece before discounts, and its `payment` what is left of the line after all of
 * them; its `total_fee` lies between the two. Of `pay_info`, `total_fee` is all goods before discounts,
 * `post_fee` what was charged for delivery, and `payment` the lines' payments and that.
 */
function orderRead(
  said: z.infer<typeof orderSchema>,
  from: { readonly source: string; readonly hashPhone: HashPhone },
): Read {
  const { order_info: info, pay_info, orders, buyer_info } = said.full_order_info;
  const modifiedAt = clock(info.update_time);
  const paidAt = info.pay_time ? clock(info.pay_time) : undefined;
  const order = {
    source: from.source,
    id: info.tid,
    state: stateOf(info.status, paidAt),
    currency: CURRENCY,
    amount: yuan(pay_info.payment),
    lines: orders.map((line) => {
      const sku = line.outer_sku_id || line.outer_item_id;
      const amount = yuan(line.payment);
      const gross = line.price ? { gross: yuan(line.price) * line.num } : {};
      const named = { id: line.oid, ...(sku ? { sku } : {}), title: line.title };
      return { ...named, qty: line.num, amount, ...gross };
    }),
    ...(pay_info.total_fee ? { subtotal: yuan(pay_info.total_fee) } : {}),
    ...(pay_info.post_fee ? { shipping: yuan(pay_info.post_fee) } : {}),
    ...(info.created ? { placedAt: clock(info.created) } : {}),
    ...(paidAt === undefined ? {} : { paidAt }),
    modifiedAt,
    ids: idsOf(buyer_info ?? {}, from.hashPhone),
    refunds: (said.refund_order ?? [])
      .filter(({ refund_state }) => refund_state === REFUND_DONE)
      .map(({ refund_id, refund_fee }) => ({
        id: refund_id,
        amount: yuan(refund_fee),
        at: modifiedAt,
      })),
  };
  return { notice: { kind: "order", order }, signedAt: modifiedAt };
}

/** A closed order that was paid has been given back whole, and its refunds say so. */
function stateOf(status: string, paidAt: Instant | undefined): OrderState {
  if (paidAt !== undefined) return "paid";
  return status === "TRADE_CLOSED" ? "cancelled" : "placed";
}

function refundRead(said: z.infer<typeof refundSchema>, source: string): Read {
  const at = clock(said.update_time);
  const refunds = [{ id: said.refund_id, amount: yuan(said.refunded_fee), at }];
  const event = { source, id: said.tid, at, what: "changed", refunds } as const;
  return { notice: { kind: "event", event }, signedAt: at };
}

type Buyer = NonNullable<z.infer<typeof orderSchema>["full_order_info"]["buyer_info"]>;

function idsOf(buyer: Buyer, hashPhone: HashPhone): OrderIds {
  const platforms = [
    ...(buyer.buyer_id && buyer.buyer_id !== "0" ? [`youzan:${buyer.buyer_id}`] : []),
    ...(buyer.yz_open_id ? [`youzan-open:${buyer.yz_open_id}`] : []),
    ...(buyer.outer_user_id ? [`wechat-openid:${buyer.outer_user_id}`] : []),
  ];
  const phone = normalisePhone(buyer.buyer_phone ?? "");
  return {
    ...(platforms.length > 0 ? { platforms } : {}),
    ...(phone ? hashPhone(phone) : {}),
  };
}
