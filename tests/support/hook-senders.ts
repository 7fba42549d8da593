import { createCipheriv, createHash, createHmac } from "node:crypto";

export type Signed = {
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

export const WECHAT = { appId: "wxba5fad812f8e6fb9", token: "AAAAA", aesKey: "A".repeat(43) };
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
const base64Hmac = (secret: string, text: string) =>
  createHmac("sha256", secret).update(text).digest("base64");

/** Signs as the senders do, written apart from what it tests. */
export const senders = {
  generic(body: string, at: number, id: string, secret = "s3cr3t"): Signed {
    const timestamp = String(Math.floor(at / 1000));
    const signature = base64Hmac(secret, `${id}.${timestamp}.${body}`);
    return {
      path: "/hooks/tea-town/own",
      body,
      headers: {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": `v1,${signature}`,
      },
    };
  },
  shopify(body: string, topic = "orders/paid", secret = "s3cr3t"): Signed {
    return {
      path: "/hooks/tea-town/shop",
      body,
      headers: { "x-shopify-hmac-sha256": base64Hmac(secret, body), "x-shopify-topic": topic },
    };
  },
  woocommerce(body: string, topic = "order.updated", secret = "s3cr3t"): Signed {
    return {
      path: "/hooks/tea-town/woo",
      body,
      headers: { "x-wc-webhook-signature": base64Hmac(secret, body), "x-wc-webhook-topic": topic },
    };
  },
  youzan(message: unknown, type = "trade_TradePaid", secret = "s3cr3t"): Signed {
    const body = JSON.stringify({
      client_id: "yz1",
      type,
      test: false,
      msg: encodeURIComponent(JSON.stringify(message)),
    });
    const sign = createHash("md5").update(`yz1${body}${secret}`).digest("hex");
    return { path: "/hooks/tea-town/youzan", body, headers: { "event-sign": sign } };
  },
  /** The older way: `sign` in the body, over `msg`. */
  youzanInBody(message: unknown, type: string, secret = "s3cr3t"): Signed {
    const msg = encodeURIComponent(JSON.stringify(message));
    const sign = createHash("md5").update(`yz1${msg}${secret}`).digest("hex");
    const body = JSON.stringify({ client_id: "yz1", type, msg, sign });
    return { path: "/hooks/tea-town/youzan", body, headers: {} };
  },
  wechat(text: string, at: number, to = WECHAT): Signed {
    const encrypt = encryptWechat(text, to);
    const timestamp = String(Math.floor(at / 1000));
    const signature = sha1([to.token, timestamp, "n1", encrypt].sort().join(""));
    const query = `timestamp=${timestamp}&nonce=n1&encrypt_type=aes&msg_signature=${signature}`;
    const body = JSON.stringify({ ToUserName: "gh_1", Encrypt: encrypt });
    return { path: `/hooks/tea-town/weixin?${query}`, body, headers: {} };
  },
};

function encryptWechat(text: string, { aesKey, appId }: typeof WECHAT): string {
  const key = Buffer.from(`${aesKey}=`, "base64");
  const message = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const plain = Buffer.concat([
    Buffer.from("0123456789abcdef"),
    length,
    message,
    Buffer.from(appId),
  ]);
  const padding = 32 - (plain.length % 32);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString("base64");
}
