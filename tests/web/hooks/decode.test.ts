import { expect, test } from "vitest";
import type { Hook } from "../../../src/web/hooks/hook.js";
import { receive } from "../../../src/web/hooks/receive.js";
import { bodies } from "../../support/hook-bodies.js";
import { type Signed, senders } from "../../support/hook-senders.js";
import { NOW } from "../../support/hook-server.js";

function hookOf({ path, body, headers }: Signed): Hook {
  const query = new URLSearchParams(path.split("?")[1]);
  return {
    source: "s",
    body: Buffer.from(body),
    header: (name) => headers[name],
    query: (name) => query.get(name) ?? undefined,
    now: NOW,
    hashPhone: (phone) => ({ phone: `h${phone}` }),
  };
}
const secret = "s3cr3t";
const at = (clock: string) => Date.parse(`2026-10-20T${clock}+08:00`);

test("shopify", () => {
  const { told } = receive(hookOf(senders.shopify(bodies.shopify())), {
    kind: "shopify",
    secret,
  });
  expect(told?.notice).toEqual({
    kind: "order",
    order: {
      source: "s",
      id: "5678901234567",
      state: "paid",
      currency: "CNY",
      amount: 6100,
      lines: [{ id: "1", sku: "jasmine-l", title: "茉莉青", qty: 2, amount: 6100, gross: 6600 }],
      subtotal: 6600,
      shipping: 600,
      placedAt: at("11:50:00"),
      paidAt: at("11:59:00"),
      modifiedAt: at("11:59:00"),
      ids: { coupons: ["TTAB12CD"], platforms: ["shopify:987"], phone: "h+8613800138000" },
      refunds: [],
    },
  });
});

test.each([
  [{ cancelled_at: "2026-10-20T11:59:30+08:00" }, "cancelled"],
  [{ financial_status: "pending" }, "placed"],
  [{ financial_status: "partially_refunded" }, "paid"],
])("shopify with %j is %s", (change, state) => {
  const signed = senders.shopify(bodies.shopify(change));
  expect(receive(hookOf(signed), { kind: "shopify", secret }).told?.notice).toMatchObject({
    order: { state },
  });
});

test("shopify of an older version: a line's own discount", () => {
  const line = { id: 1, title: "茉莉青", quantity: 2, price: "33.00", total_discount: "5.00" };
  const signed = senders.shopify(bodies.shopify({ line_items: [line] }));
  expect(receive(hookOf(signed), { kind: "shopify", secret }).told?.notice).toMatchObject({
    order: { lines: [{ amount: 6100, gross: 6600 }] },
  });
});

test("woocommerce", () => {
  const signed = senders.woocommerce(bodies.woocommerce());
  expect(receive(hookOf(signed), { kind: "woocommerce", secret }).told?.notice).toEqual({
    kind: "order",
    order: {
      source: "s",
      id: "727",
      state: "paid",
      currency: "CNY",
      amount: 6100,
      lines: [{ id: "9", title: "茉莉青", qty: 2, amount: 6100, gross: 6600 }],
      subtotal: 6600,
      shipping: 600,
      placedAt: at("11:50:00"),
      paidAt: at("11:59:00"),
      modifiedAt: at("11:59:00"),
      ids: { coupons: ["ttab12cd"], phone: "h+8613800138000" },
      refunds: [{ id: "800", amount: 1000, at: at("11:59:00") }],
    },
  });
});

test.each([
  [{ status: "refunded" }, { state: "paid", refundedTotal: 6100 }],
  [{ status: "trash" }, { state: "cancelled" }],
  [{ status: "wc-brewing" }, { state: "paid" }],
  [{ status: "wc-brewing", date_paid_gmt: null }, { state: "placed" }],
  [{ status: "constructor", date_paid_gmt: null }, { state: "placed" }],
  [
    {
      ...{ currency: "JPY", total: "61", line_items: [], refunds: [] },
      ...{ discount_total: "5", discount_tax: "0", shipping_total: "0", shipping_tax: "0" },
    },
    { amount: 61, subtotal: 66 },
  ],
  [
    {
      prices_include_tax: true,
      ...{
        discount_total: "4.42",
        discount_tax: "0.58",
        shipping_total: "5.31",
        shipping_tax: "0.69",
      },
      line_items: [
        {
          ...{ id: 9, name: "茉莉青", quantity: 2 },
          ...{ subtotal: "58.41", subtotal_tax: "7.59", total: "53.98", total_tax: "7.02" },
        },
      ],
    },
    { shipping: 600, subtotal: 6600, lines: [{ amount: 6100, gross: 6600 }] },
  ],
])("woocommerce with %j", (change, order) => {
  const signed = senders.woocommerce(bodies.woocommerce(change));
  expect(receive(hookOf(signed), { kind: "woocommerce", secret }).told?.notice).toMatchObject({
    order,
  });
});

test("youzan", () => {
  const signed = senders.youzan(bodies.youzan);
  expect(receive(hookOf(signed), { kind: "youzan", clientId: "yz1", secret }).told?.notice).toEqual(
    {
      kind: "order",
      order: {
        source: "s",
        id: "E20261020115900000600011",
        state: "paid",
        currency: "CNY",
        amount: 6100,
        lines: [
          { id: "1494948796465942441", title: "茉莉青 100%", qty: 2, amount: 6100, gross: 6600 },
        ],
        subtotal: 6600,
        shipping: 0,
        placedAt: at("11:50:00"),
        paidAt: at("11:59:00"),
        modifiedAt: at("11:59:00"),
        ids: {
          platforms: ["youzan:695120984", "wechat-openid:oaePdw8j7mWPM"],
          phone: "h+8613800138000",
        },
        refunds: [{ id: "201903261025110000010006", amount: 1000, at: at("11:59:00") }],
      },
    },
  );
});

test("generic", () => {
  const signed = senders.generic(bodies.generic, NOW, "msg_1");
  expect(receive(hookOf(signed), { kind: "generic", secret })).toMatchObject({
    once: { key: `${NOW / 1000}.msg_1` },
    told: {
      signedAt: NOW,
      notice: {
        order: {
          id: "A1001",
          amount: 6100,
          ids: { coupons: ["TTAB12CD"], platforms: ["telegram:10001"], phone: "h+8613800138000" },
          subtotal: 6600,
          shipping: 600,
          lines: [{ sku: "jasmine-l", qty: 2, amount: 6100, gross: 6600 }],
        },
      },
    },
  });
});

test("generic: an id above 2^53 stays what it was, an unknown field is refused", () => {
  const big = bodies.generic.replace('"A1001"', "3705115058471208928");
  const read = (body: string) =>
    receive(hookOf(senders.generic(body, NOW, "m")), { kind: "generic", secret });
  expect(read(big).told?.notice).toMatchObject({ order: { id: "3705115058471208928" } });
  expect(() => read(bodies.generic.replace('"status"', '"x":1,"status"'))).toThrow("MALFORMED");
  expect(() => read(bodies.generic.replace('"61.00"', "61.00"))).toThrow("MALFORMED");
});

test("generic: a refund may say what came back; what it can't mean is refused", () => {
  const refund = { id: "r1", amount: "10.00", at: "2026-10-20T12:00:00+08:00" };
  const read = (lines: unknown) => {
    const body = { ...JSON.parse(bodies.generic), refunds: [{ ...refund, lines }] };
    const signed = senders.generic(JSON.stringify(body), NOW, "m");
    return receive(hookOf(signed), { kind: "generic", secret }).told?.notice;
  };
  const told = { id: "r1", amount: 1000, at: at("12:00:00") };
  const lines = [{ sku: "jasmine-l", qty: 1 }];
  expect(read(lines)).toMatchObject({ order: { refunds: [{ ...told, lines }] } });
  expect(read(undefined)).toMatchObject({ order: { refunds: [told] } });
  for (const bad of [[{ qty: 1 }], [{ id: "1", qty: 0 }], [{ id: "1", qty: 1.5 }], "all"])
    expect(() => read(bad)).toThrow("MALFORMED");
});

test.each([
  ["modified_at", { modified_at: "2026-10-20T12:05:01+08:00" }],
  ["paid_at", { paid_at: "2099-01-01T00:00:00+08:00" }],
  ["placed_at", { placed_at: "2026-10-21T12:00:00+08:00" }],
  ["a refund", { refunds: [{ id: "r1", amount: "1.00", at: "2026-10-21T12:00:00+08:00" }] }],
])("generic: %s of a time to come is refused, five minutes of clocks apart", (_name, change) => {
  const read = (body: object) => {
    const signed = senders.generic(JSON.stringify(body), NOW, "m");
    return receive(hookOf(signed), { kind: "generic", secret }).told?.notice;
  };
  const body = JSON.parse(bodies.generic);
  expect(() => read({ ...body, ...change })).toThrow("TIME_AHEAD");
  expect(read({ ...body, modified_at: "2026-10-20T12:05:00+08:00" })).toBeDefined();
});

test.each(["1\n2", "1\r", "1\u00002", "\u202e1", "1\u2028", "\ud800", "x".repeat(201), ""])(
  "an id that can't stand on a line is refused: %j",
  (id) => {
    const own = senders.generic(JSON.stringify({ ...JSON.parse(bodies.generic), id }), NOW, "m");
    expect(() => receive(hookOf(own), { kind: "generic", secret })).toThrow("MALFORMED");
    const shop = senders.shopify(bodies.shopify({ id }));
    expect(() => receive(hookOf(shop), { kind: "shopify", secret })).toThrow("MALFORMED");
  },
);

test("generic: the secret of the Standard Webhooks specification's example", () => {
  // standardwebhooks.com and its reference libraries' test vector.
  const hook = hookOf({
    path: "",
    body: '{"test": 2432232314}',
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
  });
  const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const then = { ...hook, now: 1_614_265_330_000 };
  // Genuine, so it is the body that is refused.
  expect(() => receive(then, { kind: "generic", secret: whsec })).toThrow("MALFORMED");
  expect(() => receive(then, { kind: "generic", secret: "whsec_AAAA" })).toThrow("SIGNATURE");
});
