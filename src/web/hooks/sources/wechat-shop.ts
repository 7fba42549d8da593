import { z } from "zod";
import type { OrderEvent, OrderNotice } from "../../../domain/order/order.js";
import { idText, readForm } from "../fields.js";
import type { Hook, Received, SecretOf } from "../hook.js";
import { readEnvelope, readJson } from "../lossless-json.js";
import { forged, inXml } from "../refusal.js";
import { sameSignature, sha1Hex } from "../signature.js";
import { openWechat } from "./wechat-crypt.js";

const SUCCESS = { type: "text/plain", text: "success" } as const;

type Secret = SecretOf<"wechat-shop">;

const envelopeSchema = z.object({ Encrypt: z.string().min(1) });
const isXml = (body: Uint8Array): boolean =>
  /^\s*</.test(new TextDecoder().decode(body.subarray(0, 64)));

/**
 * 微信小店 pushes JSON in AES mode and waits 5 seconds. `msg_signature` is SHA1 over token, timestamp,
 * nonce and ciphertext, sorted and joined; `signature` leaves the message out, so whoever saw one
 * could sign anything with it: here it is never looked at.
 * Notices name the order and no sum: they become events, and the order is to be fetched.
 * https://developers.weixin.qq.com/doc/store/API/basics/message_push.html
 */
export function receiveWechatShop(hook: Hook, secret: Secret): Received {
  if (isXml(hook.body)) throw inXml();
  const envelope = envelopeSchema.safeParse(readEnvelope(hook.body));
  if (!envelope.success) throw forged();
  const { Encrypt } = envelope.data;
  const timestamp = verify(hook, secret.token, [Encrypt], "msg_signature");
  const notice = noticeOf(readJson(openWechat(Encrypt, secret)), hook.source);
  const told = notice && { notice, signedAt: timestamp * 1000 };
  return { ...(told ? { told } : {}), reply: SUCCESS };
}

/**
 * The check WeChat makes when the address is saved: the answer is `echostr`. It comes signed by
 * `signature` in clear, or by `msg_signature` and encrypted.
 */
export function echoWechatShop(hook: Hook, secret: Secret): string {
  const echo = hook.query("echostr") ?? "";
  if (echo === "" || echo.length > 1024) throw forged();
  if (hook.query("msg_signature") === undefined) {
    verify(hook, secret.token, [], "signature");
    return echo;
  }
  verify(hook, secret.token, [echo], "msg_signature");
  return openWechat(echo, secret);
}

/** @returns the signed timestamp in seconds. @throws HookRefusal 401. */
function verify(
  hook: Hook,
  token: string,
  message: readonly string[],
  name: "signature" | "msg_signature",
): number {
  const timestamp = hook.query("timestamp") ?? "";
  const nonce = hook.query("nonce") ?? "";
  const expected = sha1Hex([token, timestamp, nonce, ...message].sort().join(""));
  if (!sameSignature(hook.query(name) ?? "", expected) || !/^\d{1,12}$/.test(timestamp)) {
    throw forged();
  }
  return Number(timestamp);
}

const seconds = z.number().int().positive();
const schema = z.object({
  Event: z.string().optional(),
  FromUserName: z.string().optional(),
  CreateTime: seconds,
  order_info: z.object({ order_id: idText, pay_time: seconds.optional() }).optional(),
  finder_shop_aftersale_status_update: z.object({ order_id: idText }).optional(),
});

const WHAT: Readonly<Record<string, OrderEvent["what"]>> = {
  channels_ec_order_new: "placed",
  channels_ec_order_pay: "paid",
  channels_ec_order_cancel: "cancelled",
  channels_ec_order_deliver: "changed",
  channels_ec_order_confirm: "changed",
  channels_ec_order_settle: "changed",
  channels_ec_order_ext_info_update: "changed",
  channels_ec_aftersale_update: "changed",
};

function noticeOf(body: unknown, source: string): OrderNotice | undefined {
  const said = readForm(schema, body);
  const event = said.Event ?? "";
  const what = Object.hasOwn(WHAT, event) ? WHAT[event] : undefined;
  if (!what) return undefined;
  const aftersale = event === "channels_ec_aftersale_update";
  const id = aftersale
    ? said.finder_shop_aftersale_status_update?.order_id
    : said.order_info?.order_id;
  const at = (said.order_info?.pay_time ?? said.CreateTime) * 1000;
  // An after-sale notice comes from a fixed id, not from the buyer's.
  const buyer = aftersale ? undefined : said.FromUserName;
  return {
    kind: "event",
    event: {
      source,
      id: readForm(z.string(), id),
      at,
      what,
      ...(buyer ? { ids: { platforms: [`wechat-openid:${buyer}`] } } : {}),
    },
  };
}
