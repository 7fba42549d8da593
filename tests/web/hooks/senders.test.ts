import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bodies } from "../../support/hook-bodies.js";
import { type Signed, senders, WECHAT } from "../../support/hook-senders.js";
import { hookServer, NOW } from "../../support/hook-server.js";

let server: Awaited<ReturnType<typeof hookServer>>;
beforeEach(async () => {
  server = await hookServer();
});
afterEach(() => server.close());
const status = async (signed: Signed) => (await server.send(signed)).status;
const sha1 = (...parts: string[]) => createHash("sha1").update(parts.sort().join("")).digest("hex");

/**
 * The message WeChat publishes with its answers.
 * https://developers.weixin.qq.com/doc/oplatform/developers/dev/push/encryption.html
 */
const PUBLISHED = {
  query:
    "timestamp=1714112445&nonce=415670741&encrypt_type=aes&msg_signature=046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
  signature: "55cc85e0e1b54100749188c20beb3f5d",
  encrypt:
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=",
};

test("wechat: the published message is opened, and concerns no order", async () => {
  server.travel(1_714_112_445_000 - NOW);
  const body = JSON.stringify({ ToUserName: "gh_97417a04a28d", Encrypt: PUBLISHED.encrypt });
  const answer = await server.send({
    path: `/hooks/tea-town/weixin?${PUBLISHED.query}`,
    body,
    headers: {},
  });
  expect([answer.status, await answer.text()]).toEqual([200, "success"]);
  expect(server.orders.size).toBe(0);
});

test("wechat: `signature` never stands for `msg_signature`", async () => {
  const { body } = senders.wechat(bodies.wechat(), NOW);
  const timestamp = String(NOW / 1000);
  const plain = sha1(WECHAT.token, timestamp, "n1");
  const query = `timestamp=${timestamp}&nonce=n1&encrypt_type=aes&signature=${plain}`;
  const path = `/hooks/tea-town/weixin?${query}`;
  expect(await status({ path, body, headers: {} })).toBe(401);
  expect(await status({ path: `${path}&msg_signature=${plain}`, body, headers: {} })).toBe(401);
  expect(server.orders.size).toBe(0);
});

test("wechat: a message for another app, and a key that doesn't open it", async () => {
  const other = senders.wechat(bodies.wechat(), NOW, { ...WECHAT, appId: "wx_other" });
  expect(await status(other)).toBe(401);
  const wrongKey = senders.wechat(bodies.wechat(), NOW, { ...WECHAT, aesKey: "B".repeat(43) });
  expect(await status(wrongKey)).toBe(400);
  expect(server.refused[1]).toContain("AES_KEY");
  expect(server.orders.size).toBe(0);
});

test("wechat: the address check echoes, in clear and encrypted", async () => {
  const get = async (query: string) => {
    const answer = await fetch(`${server.url}/hooks/tea-town/weixin?${query}`);
    return [answer.status, answer.status === 200 ? await answer.text() : ""];
  };
  const published =
    "signature=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=4375120948345356249&timestamp=1714036504&nonce=1514711492";
  expect(await get(published)).toEqual([200, "4375120948345356249"]);
  expect(await get(published.replace("f464", "f465"))).toEqual([401, ""]);
  expect(await get("")).toEqual([401, ""]);
  const { Encrypt } = JSON.parse(senders.wechat("4375", NOW).body);
  const signature = sha1(WECHAT.token, "1", "n", Encrypt);
  const query = new URLSearchParams({ timestamp: "1", nonce: "n", echostr: Encrypt });
  expect(await get(`${query}&msg_signature=${signature}`)).toEqual([200, "4375"]);
  expect(await get(`${query}&msg_signature=${sha1(WECHAT.token, "1", "n")}`)).toEqual([401, ""]);
});

test("wechat: notices name the order, digit by digit, and what happened", async () => {
  await server.send(senders.wechat(bodies.wechat("channels_ec_order_new"), NOW));
  await server.send(senders.wechat(bodies.wechat(), NOW));
  const aftersale = `{"CreateTime":1792468800,"Event":"channels_ec_aftersale_update","FromUserName":"fixed","finder_shop_aftersale_status_update":{"order_id":"3705115058471208928","status":"MERCHANT_REFUND_SUCCESS"}}`;
  await server.send(senders.wechat(aftersale, NOW));
  expect([...server.orders.values()]).toEqual([
    {
      source: "weixin",
      id: "3705115058471208928",
      refunds: [],
      refundedTotal: 0,
      events: { placed: 1_792_468_740_000, paid: 1_792_468_740_000, changed: 1_792_468_800_000 },
      ids: { platforms: ["wechat-openid:o9AgO5"] },
    },
  ]);
  const noOrder = '{"CreateTime":1792468800,"Event":"channels_ec_order_pay"}';
  expect(await status(senders.wechat(noOrder, NOW))).toBe(400);
});

test("youzan: the older sign in the body vouches for the message, not for its type", async () => {
  expect(await status(senders.youzanInBody(bodies.youzan, "trade_TradePaid"))).toBe(200);
  expect(server.orders.size).toBe(1);
  const before = new Map(server.orders);
  const refund = senders.youzanInBody(bodies.youzanRefund, "youzan_trade_RefundSuccess");
  expect(await status(refund)).toBe(200);
  expect(server.orders).toEqual(before);
  expect(await status({ ...refund, headers: { "event-sign": "0".repeat(32) } })).toBe(401);
  expect(await status(senders.youzanInBody(bodies.youzan, "", "wrong"))).toBe(401);
});

test("youzan: closing cancels; tests and other messages are answered and forgotten", async () => {
  const close = { tid: "E1", close_type: 2, close_reason: "", update_time: "2026-10-20 11:59:00" };
  expect(await status(senders.youzan(close, "trade_TradeClose"))).toBe(200);
  expect(server.orders.get("E1")?.events).toEqual({
    cancelled: Date.parse("2026-10-20T03:59:00Z"),
  });
  expect(await status(senders.youzan({ data: {} }, "ITEM_STATE"))).toBe(200);
  expect(server.orders.size).toBe(1);
});

test("woocommerce: the unsigned ping is answered, anything more unsigned is not", async () => {
  const path = "/hooks/tea-town/woo";
  expect(await status({ path, body: "webhook_id=12", headers: {} })).toBe(200);
  expect(await status({ path, body: "webhook_id=12&id=1", headers: {} })).toBe(401);
  expect(await status({ path, body: bodies.woocommerce(), headers: {} })).toBe(401);
  expect(server.orders.size).toBe(0);
});

test("other topics and test orders are answered and forgotten", async () => {
  expect(await status(senders.woocommerce('{"id":1}', "customer.created"))).toBe(200);
  expect(await status(senders.shopify('{"id":1}', "products/update"))).toBe(200);
  expect(await status(senders.shopify(bodies.shopify({ test: true })))).toBe(200);
  expect(server.orders.size).toBe(0);
});

test("generic: whoever sends again signs again", async () => {
  expect(await status(senders.generic(bodies.generic, NOW, "msg_1"))).toBe(200);
  expect(await status(senders.generic(bodies.generic, NOW, "msg_1"))).toBe(409);
  expect(await status(senders.generic(bodies.generic, NOW + 1000, "msg_1"))).toBe(200);
  expect(await status(senders.generic(bodies.generic, NOW, "msg_2"))).toBe(200);
  expect(await status(senders.generic(bodies.generic, NOW + 6 * 60_000, "msg_3"))).toBe(503);
  expect(server.orders.size).toBe(1);
});

test("generic: one of several signatures is enough, while a secret is replaced", async () => {
  const { path, body, headers } = senders.generic(bodies.generic, NOW, "msg_1");
  const both = `v1,AAAA ${headers["webhook-signature"]}`;
  expect(await status({ path, body, headers: { ...headers, "webhook-signature": both } })).toBe(
    200,
  );
});
