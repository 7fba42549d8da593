import { afterEach, describe, expect, test } from "vitest";
import type { Order } from "../../../src/domain/order/order.js";
import type { CouponRecord } from "../../../src/domain/promo/coupon-record.js";
import { CLIENT, closeCorners, HOUR, MINUTE, OPENED, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

/** Both codes are Amy's, and good for the same. */
const A = "AA1111AAAA";
const B = "AA2222AAAA";
const rule = { promo: "cup", valid: "72h", reserve: "30m", max: 90 };
const brand = {
  sections: {
    promos: {
      cup: { title: "8 off", give: { off: "8.00" }, budget: "900.00", refund: "keep" },
      sip: { title: "5 off", give: { off: "5.00" }, budget: "900.00", priority: 1 },
    },
    coupons: {
      blue: { ...rule, code: { prefix: "AA", length: 10 } },
      red: { ...rule, promo: "sip", code: { prefix: "SS", length: 10 } },
    },
  },
};

async function open() {
  const corner = await openCorner({ brands: [brand] });
  const put = (code: string, over: Partial<CouponRecord> = {}) => {
    const member = "sandbox:amy";
    const base = {
      code,
      coupon: "blue",
      state: "granted",
      member,
      until: OPENED + 72 * HOUR,
    } as const;
    const value: CouponRecord = { ...base, ...over };
    const changes = [{ op: "put", kind: "coupon", key: code, value, owner: member } as const];
    return corner.store.commit({ client: CLIENT, changes, outbox: [], facts: [] });
  };
  await corner.says("corner", "amy", "hello");
  await put(A);
  await put(B);
  let stamp = 0;
  return {
    ...corner,
    put,
    /** A shop's notice, newer than the one before. */
    order: (id: string, coupons: readonly string[], over: Partial<Order> = {}) => {
      const order: Order = {
        ...{ source: "shop", id, state: "paid", currency: "CNY", amount: 2_200, subtotal: 3_000 },
        ...{ placedAt: OPENED, modifiedAt: OPENED + ++stamp, refunds: [], ids: { coupons } },
        ...over,
      };
      return corner.orders({ kind: "order", order });
    },
    states: async (...codes: readonly string[]) => {
      const found = await corner.store.find(CLIENT, "coupon", codes);
      return codes.map((code) => {
        const { state, order } = found.get(code)?.value ?? {};
        return [state, order].filter((part) => part !== undefined).join(" ");
      });
    },
    spent: () => corner.store.counter(CLIENT, "promo/cup/spent"),
  };
}
const all = [{ id: "r", amount: 2_200, at: OPENED }];

describe("of two codes that an order names", () => {
  test.each([
    [[A, B], A, B],
    [[B, A], B, A],
    [[B.toLowerCase(), B, A], B, A],
  ] as const)("%j, %s is used and %s stays its member's", async (codes, used, kept) => {
    const shop = await open();
    await shop.order("1", codes);
    expect(await shop.states(used, kept)).toEqual(["redeemed shop/1", "granted"]);
    expect(await shop.spent()).toBe(800);
    // The other is good for the next order.
    await shop.order("2", [kept]);
    expect(await shop.states(used, kept)).toEqual(["redeemed shop/1", "redeemed shop/2"]);
    expect(await shop.spent()).toBe(1_600);
    expect(shop.bugs).toEqual([]);
  });

  test.each([
    ["expired", { until: OPENED }],
    ["void", { state: "void" }],
    ["used", { state: "redeemed", order: "shop/0" }],
    ["held", { state: "reserved", order: "shop/0", reservedUntil: OPENED + HOUR }],
  ] as const)("the second is used where the first is %s", async (_what, over) => {
    const shop = await open();
    await shop.put(A, over);
    const [before] = await shop.states(A);
    await shop.order("1", [A, B]);
    expect(await shop.states(A, B)).toEqual([before, "redeemed shop/1"]);
  });

  test.each([[["SS3333AAAA", A]], [[A, "SS3333AAAA"]]])(
    "%j, for promos of which one wins, the one that saves more is used",
    async (codes) => {
      const shop = await open();
      await shop.put("SS3333AAAA", { coupon: "red" });
      await shop.order("1", codes);
      expect(await shop.states(A, "SS3333AAAA")).toEqual(["redeemed shop/1", "granted"]);
      expect(await shop.spent()).toBe(800);
      await shop.order("1", codes, { state: "cancelled" });
      expect(await shop.states(A, "SS3333AAAA")).toEqual(["returned", "granted"]);
    },
  );

  test("the one that was held while it was placed is redeemed", async () => {
    const shop = await open();
    await shop.order("1", [B, A], { state: "placed" });
    expect(await shop.states(A, B)).toEqual(["granted", "reserved shop/1"]);
    await shop.order("1", [A, B]);
    expect(await shop.states(A, B)).toEqual(["granted", "redeemed shop/1"]);
    expect(await shop.spent()).toBe(800);
  });
});

describe.each([
  ["refunded in whole", { refunds: all }],
  ["cancelled", { state: "cancelled" }],
] as const)("an order with a coupon that is %s", (_what, over) => {
  test("gives back the code it used, once, and no other", async () => {
    const shop = await open();
    await shop.order("1", [B, A]);
    await shop.order("1", [B, A], over);
    expect(await shop.states(A, B)).toEqual(["granted", "returned"]);
    expect(await shop.spent()).toBe(0);
    await shop.order("1", [B, A], over);
    expect(await shop.states(A, B)).toEqual(["granted", "returned"]);
    expect(await shop.spent()).toBe(0);
    expect(await shop.facts("redeemed")).toHaveLength(1);
    expect(shop.bugs).toEqual([]);
  });

  test("gives back nothing that another order has used since", async () => {
    const shop = await open();
    await shop.order("1", [B]);
    await shop.order("1", [B], over);
    await shop.order("2", [B]);
    expect(await shop.states(B)).toEqual(["redeemed shop/2"]);
    await shop.order("1", [B], { ...over, amount: 2_201 });
    expect(await shop.states(B)).toEqual(["redeemed shop/2"]);
    expect(await shop.spent()).toBe(800);
    await shop.order("2", [B], over);
    expect(await shop.states(B)).toEqual(["returned"]);
    expect(await shop.spent()).toBe(0);
  });

  test("leaves a code void that an operator made void meanwhile", async () => {
    const shop = await open();
    await shop.order("1", [B], { state: "placed" });
    await shop.says("corner", "corner-boss", `/coupon void ${B}`);
    await shop.order("1", [B], over);
    expect((await shop.states(B))[0]).toMatch(/^void/);
    expect(await shop.spent()).toBe(0);
  });
});

test("a code that was made void while an order held it is not redeemed with it", async () => {
  const shop = await open();
  await shop.order("1", [B], { state: "placed" });
  await shop.says("corner", "corner-boss", `/coupon void ${B}`);
  await shop.order("1", [B]);
  expect(await shop.states(A)).toEqual(["granted"]);
  expect((await shop.states(B))[0]).toMatch(/^void/);
  expect(await shop.spent()).toBe(0);
});

test("a part that is refunded gives no code back", async () => {
  const shop = await open();
  await shop.order("1", [B, A]);
  await shop.order("1", [B, A], { refunds: [{ id: "r", amount: 1_000, at: OPENED }] });
  expect(await shop.states(A, B)).toEqual(["granted", "redeemed shop/1"]);
  await shop.order("1", [B, A], { refunds: all });
  expect(await shop.states(A, B)).toEqual(["granted", "returned"]);
});

test("a code that was held and not paid for is its member's again, to the minute", async () => {
  const shop = await open();
  await shop.order("1", [B, A], { state: "placed" });
  await shop.forward(30 * MINUTE - 1);
  expect(await shop.states(A, B)).toEqual(["granted", "reserved shop/1"]);
  await shop.forward(1);
  expect(await shop.states(A, B)).toEqual(["granted", "granted"]);
  await shop.order("2", [B, A]);
  expect(await shop.states(A, B)).toEqual(["granted", "redeemed shop/2"]);
});
