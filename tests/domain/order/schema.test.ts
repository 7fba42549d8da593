import { expect, test } from "vitest";
import { ordersSchema } from "../../../src/domain/order/schema.js";

const codes = (value: unknown) => {
  const read = ordersSchema.safeParse(value);
  return read.success
    ? []
    : read.error.issues.map(({ path, message }) => [path.join("."), message]);
};

test("an empty section has defaults", () => {
  expect(ordersSchema.parse({})).toEqual({
    sources: {},
    skus: {},
    tags: [],
    attribution: { model: "last", window: "7d" },
  });
});

test("every kind of source", () => {
  const sources = {
    own: { kind: "generic", secret: "env:OWN" },
    weixin: { kind: "wechat-shop", app_id: "wx1", token: "env:T", aes_key: "env:K" },
    yz: { kind: "youzan", client_id: "c1", secret: "env:Y" },
    shop: { kind: "shopify", secret: "env:S" },
    woo: { kind: "woocommerce", secret: "env:W" },
  };
  expect(codes({ sources, csv: { columns: { id: "单号" } } })).toEqual([]);
});

test("a secret in clear is a finding that doesn't repeat it", () => {
  expect(codes({ sources: { shop: { kind: "shopify", secret: "hunter2" } } })).toEqual([
    ["sources.shop.secret", "PLAYBOOK_SECRET"],
  ]);
});

test.each([
  { attribution: { model: "magic" } },
  { attribution: { window: "7" } },
  { csv: { columns: { nickname: "昵称" } } },
  { sources: { shop: { kind: "shopify", secret: "env:S", token: "env:T" } } },
  { sources: { shop: { kind: "ebay", secret: "env:S" } } },
  { other: 1 },
])("%j is refused", (value) => {
  expect(codes(value)).toHaveLength(1);
});
