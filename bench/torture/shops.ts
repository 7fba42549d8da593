import { bodies } from "../../tests/support/hook-bodies.js";
import { type Signed, senders, WECHAT } from "../../tests/support/hook-senders.js";
import { CLIENT } from "./groups.js";

const SECRET = "s3cr3t";
/** What the sources' `env:` names stand for. */
export const SHOPS_ENV: Readonly<Record<string, string>> = {
  SUANPAN_STORM_SHOP: SECRET,
  SUANPAN_STORM_TOKEN: WECHAT.token,
  SUANPAN_STORM_AES: WECHAT.aesKey,
};
const shop = "secret: env:SUANPAN_STORM_SHOP";
/** A source of each kind, for a playbook. */
export const SHOPS = `orders:
  sources:
    generic: { kind: generic, ${shop} }
    shopify: { kind: shopify, ${shop} }
    woocommerce: { kind: woocommerce, ${shop} }
    youzan: { kind: youzan, client_id: yz1, ${shop} }
    weixin: { kind: wechat-shop, app_id: ${WECHAT.appId}, token: env:SUANPAN_STORM_TOKEN, aes_key: env:SUANPAN_STORM_AES }
`;
export const SOURCES = ["generic", "shopify", "woocommerce", "youzan", "weixin"] as const;
type Source = (typeof SOURCES)[number];

/** An order of 61.00 that is paid at an instant. Ids are digits alone, as most shops' are. */
export type Sale = {
  readonly source: Source;
  readonly id: string;
  readonly at: number;
  readonly member: number;
};

/** Beijing's wall clock, as youzan writes it. */
const beijing = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
const utc = (at: number): string => new Date(at).toISOString().slice(0, 19);

/**
 * A sale as its shop tells it.
 * @param secret whose signature it has
 * @param signedAt when it was signed, where a shop says so
 */
export function noticeOf(sale: Sale, secret = SECRET, signedAt = Date.now()): Signed {
  const { source, id, at, member } = sale;
  const time = new Date(at).toISOString();
  const to = (signed: Signed): Signed => ({
    ...signed,
    path: signed.path.replace(/^\/hooks\/[^/]+\/[^?]+/, `/hooks/${CLIENT}/${source}`),
  });
  switch (source) {
    case "generic": {
      const order = {
        id,
        status: "paid",
        currency: "CNY",
        amount: "61.00",
        paid_at: time,
        modified_at: time,
      };
      const body = JSON.stringify({ ...order, platform_ids: [`telegram:${member}`] });
      return to(senders.generic(body, signedAt, `${id}-${signedAt}`, secret));
    }
    case "shopify": {
      const times = { created_at: time, processed_at: time, updated_at: time };
      return to(
        senders.shopify(bodies.shopify({ id: Number(id), ...times }), "orders/paid", secret),
      );
    }
    case "woocommerce": {
      const times = {
        date_created_gmt: utc(at),
        date_modified_gmt: utc(at),
        date_paid_gmt: utc(at),
      };
      const body = bodies.woocommerce({ id: Number(id), ...times, refunds: [] });
      return to(senders.woocommerce(body, "order.updated", secret));
    }
    case "youzan": {
      const { full_order_info } = bodies.youzan;
      const times = { created: beijing(at), pay_time: beijing(at), update_time: beijing(at) };
      const order_info = { ...full_order_info.order_info, tid: id, ...times };
      const message = {
        ...bodies.youzan,
        refund_order: [],
        full_order_info: { ...full_order_info, order_info },
      };
      return to(senders.youzan(message, "trade_TradePaid", secret));
    }
    case "weixin": {
      const text = bodies
        .wechat("channels_ec_order_pay", id)
        .replaceAll("1792468740", String(Math.floor(at / 1_000)));
      return to(
        senders.wechat(text, signedAt, {
          ...WECHAT,
          token: secret === SECRET ? WECHAT.token : secret,
        }),
      );
    }
  }
}
