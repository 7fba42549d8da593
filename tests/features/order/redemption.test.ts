import { describe, expect, test } from "vitest";
import type { Redemption } from "../../../src/domain/order/entry.js";
import type { CouponRecord } from "../../../src/domain/promo/coupon-record.js";
import { type Coupons, couponChanges } from "../../../src/features/order/redemption.js";

const A = "AA1111AAAA";
const B = "AA2222AAAA";
const ORDER = "shop/1";

/** A booking that names codes; those in `back` are given back. */
const booking = (
  codes: readonly string[],
  back: readonly string[] = [],
  over = {},
): Redemption => ({
  amount: 2_200,
  lines: [],
  applied: codes.map((coupon) => ({
    ...{ promo: `of ${coupon}`, off: 800, kept: 800, lines: [], uses: [], coupon },
    ...(back.includes(coupon) ? { released: true } : {}),
  })),
  ...over,
});
const held = { reservedUntil: 2_000 };
const coupons = (over: Partial<CouponRecord>): Coupons =>
  new Map(
    [A, B].map((code) => {
      const member = "sandbox:amy";
      const value = {
        code,
        coupon: "blue",
        state: "granted",
        member,
        until: 9_000,
        ...over,
      } as const;
      return [code, { kind: "coupon", key: code, rev: 3, value }];
    }),
  );
/** What becomes of the coupons, by code. */
const turned = (before: Redemption | undefined, after: Redemption | undefined, over = {}) =>
  couponChanges({ order: ORDER, before, after }, coupons(over)).flatMap((change) =>
    change.op === "put" && change.kind === "coupon"
      ? [[change.key, change.value.state, change.value.order, change.value.reservedUntil]]
      : [],
  );
const redeemed = { state: "redeemed", order: ORDER };
const reserved = { state: "reserved", order: ORDER, reservedUntil: 2_000 };

describe("a coupon", () => {
  test("is held, and then used, by the order that names it", () => {
    expect(turned(undefined, booking([A], [], held))).toEqual([[A, "reserved", ORDER, 2_000]]);
    expect(turned(booking([A], [], held), booking([A]), reserved)).toEqual([
      [A, "redeemed", ORDER, undefined],
    ]);
    expect(turned(undefined, booking([A]))).toEqual([[A, "redeemed", ORDER, undefined]]);
  });

  test("comes back free of the order: as returned when it was used, as granted when it was held", () => {
    expect(turned(booking([A]), booking([A], [A]), redeemed)).toEqual([
      [A, "returned", undefined, undefined],
    ]);
    expect(turned(booking([A], [], held), booking([A], [A], held), reserved)).toEqual([
      [A, "granted", undefined, undefined],
    ]);
    expect(turned(booking([A]), undefined, redeemed)).toEqual([
      [A, "returned", undefined, undefined],
    ]);
  });

  test("of two comes back when its own promo is given back", () => {
    expect(turned(booking([A, B]), booking([A, B], [B]), redeemed)).toEqual([
      [B, "returned", undefined, undefined],
    ]);
    expect(turned(booking([A, B], [B]), booking([A, B], [A, B]), redeemed)).toEqual([
      [A, "returned", undefined, undefined],
    ]);
  });

  test("stays as it is where nothing turned", () => {
    expect(turned(booking([A]), booking([A]), redeemed)).toEqual([]);
    expect(turned(booking([A], [A]), booking([A], [A]))).toEqual([]);
    expect(turned(booking([A], [], held), booking([A], [], held), reserved)).toEqual([]);
  });

  test.each([
    ["another order's", { state: "redeemed", order: "shop/2" }],
    ["void", { state: "void", order: ORDER }],
    ["returned already", { state: "returned" }],
  ])("that is %s now is not given back", (_what, over) => {
    expect(turned(booking([A]), booking([A], [A]), over)).toEqual([]);
  });
});
