import { describe, expect, test } from "vitest";
import type { CouponInHand } from "../../../src/domain/promo/cart.js";
import {
  codeDensity,
  fitsCode,
  isUnguessable,
  makeCode,
  plainCode,
} from "../../../src/domain/promo/code.js";
import { couponsByForm } from "../../../src/domain/promo/coupon.js";
import { quote } from "../../../src/domain/promo/quote.js";
import { couponSchema } from "../../../src/domain/promo/schema.js";
import { cartOf, promosOf } from "../../support/promo-fixtures.js";

const NOW = Date.parse("2026-11-24T12:00:00+08:00");
const newcomer = { promo: "cup", code: { prefix: "TT", length: 8 }, valid: "72h", max: 500 };
const compiled = promosOf(
  { cup: { spend: "20.00", give: { off: "8.00" } }, main: { give: { off: "5.00" } } },
  { coupons: { newcomer } },
);
const mine: CouponInHand = {
  code: "TTAB12CD",
  coupon: "newcomer",
  state: "granted",
  member: "alice",
  until: NOW + 1,
};
const ask = (codes: readonly string[], hand: readonly CouponInHand[], price = 3_000) =>
  quote(
    compiled,
    cartOf([price], { coupons: codes }),
    { id: "alice", tags: [], coupons: hand },
    {},
    NOW,
  );
const reason = (codes: readonly string[], hand: readonly CouponInHand[]) =>
  ask(codes, hand).rejected.find(({ promo }) => promo === "cup")?.code;

describe("a promo behind a coupon", () => {
  test("applies with the coupon, and names the code that is used up", () => {
    expect(ask(["TTAB12CD"], [mine]).applied).toEqual([
      { promo: "cup", off: 800, lines: [{ id: "a", off: 800 }], coupon: "TTAB12CD" },
    ]);
  });

  test("is found however the code is typed", () => {
    for (const code of ["ttab12cd", " TTAB-12CD ", "ttabl2cd", "ＴＴＡＢ１２ＣＤ"])
      expect(ask([code], [mine]).discount).toBe(800);
  });

  test.each([
    ["COUPON_MISSING", [], [mine]],
    ["COUPON_UNKNOWN", ["TTZZZZZZ"], [mine]],
    ["COUPON_UNKNOWN", ["nonsense"], [mine]],
    ["COUPON_NOT_YOURS", ["TTAB12CD"], [{ ...mine, member: "bob" }]],
    ["COUPON_VOID", ["TTAB12CD"], [{ ...mine, state: "void" as const }]],
    ["COUPON_USED", ["TTAB12CD"], [{ ...mine, state: "redeemed" as const }]],
    [
      "COUPON_RESERVED",
      ["TTAB12CD"],
      [{ ...mine, state: "reserved" as const, reservedUntil: NOW + 1 }],
    ],
    ["COUPON_EXPIRED", ["TTAB12CD"], [{ ...mine, until: NOW }]],
  ])("%s", (code, codes, hand) => {
    expect(reason(codes, hand)).toBe(code);
    expect(ask(codes, hand).discount).toBe(500);
  });

  test("is open again when a reservation ran out or an order came back", () => {
    expect(ask(["TTAB12CD"], [{ ...mine, state: "reserved", reservedUntil: NOW }]).discount).toBe(
      800,
    );
    expect(ask(["TTAB12CD"], [{ ...mine, state: "returned" }]).discount).toBe(800);
  });

  test("takes the first of several codes that opens it", () => {
    const used: CouponInHand = { ...mine, code: "TTAAAAAA", state: "redeemed" };
    expect(ask(["TTAAAAAA", "TTAB12CD"], [used, mine]).applied[0]?.coupon).toBe("TTAB12CD");
  });

  test("asks for the basket only after the coupon", () => {
    expect(ask(["TTAB12CD"], [mine], 1_000).rejected[0]?.code).toBe("SPEND_BELOW");
    expect(ask([], [], 1_000).rejected[0]?.code).toBe("COUPON_MISSING");
  });

  test("nudges nobody who has no coupon", () => {
    expect(ask(["TTAB12CD"], [mine], 1_900).nudge).toMatchObject({ promo: "cup", gap: 100 });
    expect(ask([], [], 1_900).nudge).toBeNull();
  });

  test("without a store, a code of the right form counts as granted", () => {
    const coupons = { newcomer: couponSchema.parse(newcomer) };
    expect(couponsByForm(coupons, ["TTAB12CD", "XXAB12CD"])).toMatchObject([
      { code: "TTAB12CD", coupon: "newcomer" },
    ]);
  });
});

describe("codes", () => {
  const form = { prefix: "TT", length: 8 };
  test.each([
    ["TTAB12CD", true],
    ["ttab12cd", true],
    ["TTABI2CO", true],
    ["TTAB12C", false],
    ["TTAB12CDE", false],
    ["AAAB12CD", false],
    ["TTAB12CU", false],
    ["TTAB12C茶", false],
  ])("%s fits: %s", (code, fits) => {
    expect(fitsCode(form, code)).toBe(fits);
  });

  test("a prefix with letters that are read as digits still fits", () => {
    expect(fitsCode({ prefix: "OIL", length: 8 }, "OIL2345A")).toBe(true);
  });

  test("every random byte makes a sign, none likelier than another", () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const sign = makeCode({ prefix: "", length: 4 }, new Uint8Array(4).fill(byte))[0] ?? "";
      counts.set(sign, (counts.get(sign) ?? 0) + 1);
    }
    expect(counts.size).toBe(32);
    expect(new Set(counts.values())).toEqual(new Set([8]));
    expect([...counts.keys()].map(plainCode)).toEqual([...counts.keys()]);
  });

  test("wants enough random bytes", () => {
    expect(() => makeCode(form, new Uint8Array(5))).toThrow(RangeError);
    expect(makeCode(form, new Uint8Array(6))).toBe("TT000000");
  });

  test("is guessable from one in a hundred", () => {
    const code = { prefix: "TT", length: 4 };
    expect(codeDensity({ code, max: 512 })).toBe(0.5);
    expect(isUnguessable({ code, max: 10 })).toBe(true);
    expect(isUnguessable({ code, max: 11 })).toBe(false);
  });
});
