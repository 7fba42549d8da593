import { describe, expect, test } from "vitest";
import { errorText } from "../../../src/cli/texts.js";
import { UserError } from "../../../src/core/errors.js";
import { readCart } from "../../../src/domain/promo/cart-json.js";
import { readOrders } from "../../../src/domain/promo/orders-json.js";

function mistakeOf(read: () => unknown): UserError {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("no mistake was found");
}
const line = { id: "a", qty: 1, price: "18.00" };
const cart = (rest: object) => JSON.stringify({ lines: [line], ...rest });

describe("readCart", () => {
  test("reads the documented cart", () => {
    const text = `\uFEFF{ "member": "m1", "tags": ["vip"], "joined_at": "2026-11-20T10:00:00+08:00",
      "at": "2026-11-24T12:00:00+08:00", "shipping": "6.00", "coupons": ["TTAB12CD"],
      "lines": [{ "id": "a", "sku": "tea", "qty": 2, "price": "18.00", "tags": ["drink"] }, { "id": "b", "qty": 1, "price": "22" }] }`;
    expect(readCart(text, "CNY")).toEqual({
      cart: {
        lines: [
          { id: "a", sku: "tea", qty: 2, price: 1_800, tags: ["drink"] },
          { id: "b", qty: 1, price: 2_200, tags: [] },
        ],
        shipping: 600,
        coupons: ["TTAB12CD"],
      },
      shopper: { id: "m1", tags: ["vip"], joinedAt: Date.parse("2026-11-20T10:00:00+08:00") },
      at: Date.parse("2026-11-24T12:00:00+08:00"),
    });
  });

  test.each([
    ["CART_JSON", "{"],
    ["CART_OBJECT", "[]"],
    ["CART_OBJECT", "null"],
    ["CART_OBJECT", "42"],
    ["CART_MISSING", "{}", { path: "lines" }],
    ["CART_MISSING", JSON.stringify({ lines: [{ id: "a", qty: 1 }] }), { path: "lines[0].price" }],
    ["CART_KEY", cart({ coupon: "x" }), { path: "cart", key: "coupon" }],
    ["CART_KEY", cart({ lines: [{ ...line, amount: 1 }] }), { path: "lines[0]", key: "amount" }],
    [
      "CART_MONEY",
      cart({ lines: [{ ...line, price: 18 }] }),
      { path: "lines[0].price", digits: 2 },
    ],
    ["CART_MONEY", cart({ lines: [{ ...line, price: "18.001" }] }), { path: "lines[0].price" }],
    ["CART_MONEY", cart({ lines: [{ ...line, price: "-18.00" }] }), { path: "lines[0].price" }],
    ["CART_MONEY", cart({ shipping: "¥6" }), { path: "shipping" }],
    ["CART_QTY", cart({ lines: [{ ...line, qty: 0 }] }), { path: "lines[0].qty" }],
    ["CART_QTY", cart({ lines: [{ ...line, qty: 1.5 }] }), { path: "lines[0].qty" }],
    ["CART_QTY", cart({ lines: [{ ...line, qty: 1e9 }] }), { path: "lines[0].qty" }],
    ["CART_TIME", cart({ at: "2026-11-24T12:00:00" }), { path: "at" }],
    ["CART_TIME", cart({ joined_at: "yesterday" }), { path: "joined_at" }],
    ["CART_LINE_TWICE", cart({ lines: [line, line] }), { id: "a" }],
    [
      "CART_LINES",
      JSON.stringify({ lines: Array.from({ length: 501 }, (_, i) => ({ ...line, id: `${i}` })) }),
    ],
    ["CART_TOO_MUCH", cart({ lines: [{ ...line, qty: 10_000, price: "999999999999.99" }] })],
    ["CART_FIELD", cart({ tags: "vip" }), { path: "tags" }],
  ])("%s: %.80s", (...[code, text, params = {}]) => {
    const error = mistakeOf(() => readCart(text, "CNY"));
    expect(error.code).toBe(code);
    expect(error.params).toMatchObject(params);
    for (const lang of ["zh-CN", "en"] as const) {
      const sentence = errorText(error, lang);
      expect(sentence).not.toMatch(/\{\w+\}|undefined/);
      expect(sentence).not.toBe(error.message);
    }
  });
});

describe("readOrders", () => {
  const read = (text: string) => [...readOrders(text, "CNY")];
  const at = "2026-11-24T12:00:00+08:00";

  test("reads orders with lines, and orders of which only the total is known", () => {
    const text = JSON.stringify([
      { at, total: "52.00", member: "m1" },
      { at, lines: [line], joined_at: at },
    ]);
    const time = Date.parse(at);
    expect(read(text)).toEqual([
      { at: time, member: "m1", lines: [{ id: "total", qty: 1, price: 5_200, tags: [] }] },
      { at: time, joinedAt: time, lines: [{ id: "a", qty: 1, price: 1_800, tags: [] }] },
    ]);
  });

  test.each([
    ["ORDERS_JSON", "nonsense"],
    ["ORDERS_LIST", "{}"],
    ["ORDERS_LIST", "null"],
    ["ORDERS_FIELD", JSON.stringify([{ at, total: "1" }, 42])],
    [
      "ORDERS_FIELD",
      JSON.stringify([
        { at, total: "1" },
        { at, lines: [] },
      ]),
    ],
    [
      "ORDERS_FIELD",
      JSON.stringify([
        { at, total: "1" },
        { at, total: 52 },
      ]),
    ],
    ["ORDERS_FIELD", JSON.stringify([{ at, total: "1" }, { at }])],
    [
      "ORDERS_FIELD",
      JSON.stringify([
        { at, total: "1" },
        { at, total: "1", lines: [line] },
      ]),
    ],
    [
      "ORDERS_FIELD",
      JSON.stringify([
        { at, total: "1" },
        { at: "2026-11-24", total: "1" },
      ]),
    ],
  ])("%s: %s", (code, text) => {
    const error = mistakeOf(() => read(text));
    expect(error.code).toBe(code);
    if (code === "ORDERS_FIELD") expect(error.params.n).toBe(2);
    expect(errorText(error, "en")).not.toMatch(/\{\w+\}|undefined/);
  });
});
