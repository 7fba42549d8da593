import { describe, expect, test } from "vitest";
import { askOf, linesOf } from "../../../src/domain/promo/ask.js";

const item = (price: string, qty = 1) => ({ price, qty });
const price = (items: readonly object[], code?: string) => ({
  kind: "price",
  items,
  ...(code === undefined ? {} : { code }),
});

test.each([
  ["算一下 58", price([item("58")])],
  ["算一下58", price([item("58")])],
  ["/quote 18*2 + 22元", price([item("18", 2), item("22")])],
  ["／算价 18.50x2，22块钱", price([item("18.50", 2), item("22")])],
  ["算一下 58rmb", price([item("58")])],
  ["算一下 58 TTAB12CD", price([item("58")], "TTAB12CD")],
  ["算一下 ttab-12cd 58", price([item("58")], "TTAB12CD")],
  ["算一下 ５８ ＴＴＡＢ１２ＣＤ", price([item("58")], "TTAB12CD")],
  ["算一下 58 TTAB 12CD", price([item("58")], "TTAB12CD")],
  ["算一下 TTAB12CD", price([], "TTAB12CD")],
  ["用券 TTAB12CD", price([], "TTAB12CD")],
  ["用券：ttab l2co", price([], "TTAB12C0")],
  ["用券 TT AB 12 CD", price([], "TTAB12CD")],
  ["使用优惠券TTAB12CD 58", price([item("58")], "TTAB12CD")],
  ["券码 TTAB12CD 18x2 22", price([item("18", 2), item("22")], "TTAB12CD")],
  ["/use TTAB12CD", price([], "TTAB12CD")],
  ["用券 __proto__", price([], "__PR0T0__")],
  ["用券 constructor 58", price([item("58")], "C0NSTRUCT0R")],
  ["我的券", { kind: "coupons" }],
  ["我的优惠券？", { kind: "coupons" }],
  ["算一下 很多", { kind: "unclear" }],
  ["算一下 58.555", { kind: "unclear" }],
  ["算一下 12345678", price([item("12345678")])],
  ["/quote 100000x2", price([item("100000", 2)])],
  ["算一下 12345678x2 ￥", { kind: "unclear" }],
  ["算一下 1234567890", { kind: "unclear" }],
  ["算一下 58 12345678901元", { kind: "unclear" }],
  ["算一下 100000x2000", { kind: "unclear" }],
  ["算一下 58 1234.5678", { kind: "unclear" }],
  ["用券 12345678", price([], "12345678")],
  ["算一下 58x0", { kind: "unclear" }],
  ["算一下 58 abc", { kind: "unclear" }],
  [`算一下 ${"1 ".repeat(21)}`, { kind: "unclear" }],
  ["用券怎么用", undefined],
  ["用券   ", undefined],
  ["/used TTAB12CD", undefined],
  ["我有TTAB12CD", undefined],
  ["算一下", undefined],
])("%s", (text, ask) => {
  expect(askOf(text)).toEqual(ask);
});

describe("a million signs", () => {
  // Read sign by sign they take less than a second; read again from each sign they would take many minutes.
  const FOR_EVER_MS = 100_000;
  const MILLION = 1_000_000;
  test.each([
    ["of a code", `用券 ${"A".repeat(MILLION)}`],
    ["of a code behind a price", `算一下 58 ${"A".repeat(MILLION)}`],
    ["of blanks in a code", `用券 T${" ".repeat(MILLION)}T`],
    ["that grow", `用券 A${"\uFDFA".repeat(MILLION / 20)}`],
    ["of blanks", `${" ".repeat(MILLION)}算一下`],
    ["of prices", `算一下 ${"1".repeat(MILLION)}`],
  ])("%s are read once", (_name, text) => {
    const began = performance.now();
    askOf(text);
    expect(performance.now() - began).toBeLessThan(FOR_EVER_MS);
  });
});

test("a basket is in the currency's minor units", () => {
  expect(linesOf([item("18.5", 2)], "CNY", ["drink"])).toEqual([
    { id: "1", qty: 2, price: 1_850, tags: ["drink"] },
  ]);
  expect(linesOf([item("18.5")], "JPY", [])).toBeUndefined();
});
