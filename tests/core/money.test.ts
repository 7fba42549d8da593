import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatMoney, minorDigits, moneySlip, parseMoney, shareOf } from "../../src/core/money.js";

describe("parseMoney", () => {
  test.each([
    ["60.00", "CNY", 6_000],
    ["0.07", "CNY", 7],
    ["52", "CNY", 5_200],
    ["52.5", "CNY", 5_250],
    ["19.99", "CNY", 1_999],
    ["999999999999.99", "CNY", 99_999_999_999_999],
    ["500", "JPY", 500],
    ["1.234", "KWD", 1_234],
  ])("%s %s is %i", (text, currency, minor) => {
    expect(parseMoney(text, currency)).toBe(minor);
  });

  test.each([
    ["-5.00", "negative"],
    ["－5", "negative"],
    ["¥-5", "negative"],
    ["¥5.00", "symbol"],
    ["5元", "symbol"],
    ["5 RMB", "symbol"],
    ["1e2", "form"],
    ["5.", "form"],
    [".5", "form"],
    ["05.00", "form"],
    ["1,000.00", "form"],
    ["５２", "form"],
    [" 5", "form"],
    ["", "form"],
    ["+5", "form"],
    ["0x10", "form"],
    ["1000000000000", "form"],
    ["5.001", "decimals"],
  ])("%j is no amount: %s", (text, slip) => {
    expect(parseMoney(text, "CNY")).toBeUndefined();
    expect(moneySlip(text, "CNY")).toBe(slip);
  });

  test("has as many decimals as the currency", () => {
    expect(["CNY", "JPY", "KWD", "nonsense"].map(minorDigits)).toEqual([2, 0, 3, 2]);
    expect(parseMoney("500.0", "JPY")).toBeUndefined();
    expect(moneySlip("1.234")).toBeUndefined();
  });
});

describe("formatMoney", () => {
  test.each([
    [500, "CNY", "5.00"],
    [7, "CNY", "0.07"],
    [0, "CNY", "0.00"],
    [-105, "CNY", "-1.05"],
    [500, "JPY", "500"],
    [1, "KWD", "0.001"],
  ])("%i of %s is %s", (minor, currency, text) => {
    expect(formatMoney(minor, currency)).toBe(text);
  });

  test("refuses what is no whole number of fen", () => {
    expect(() => formatMoney(0.5, "CNY")).toThrow(RangeError);
    expect(() => formatMoney(2 ** 53, "CNY")).toThrow(RangeError);
  });

  test("is the inverse of parseMoney", () => {
    const amounts = fc.tuple(fc.nat(99_999_999_999_999), fc.constantFrom("CNY", "JPY", "KWD"));
    fc.assert(
      fc.property(amounts, ([minor, currency]) => {
        fc.pre(currency !== "JPY" || minor < 1e12);
        expect(parseMoney(formatMoney(minor, currency), currency)).toBe(minor);
      }),
    );
  });
});

describe("shareOf", () => {
  test.each([
    [9_990, 1_500, 1_499], // 14.985
    [8_333, 5_000, 4_167], // 41.665
    [-8_333, 5_000, -4_167], // half-up on the magnitude, not Math.round
    [1, 4_999, 0],
    [1, 5_000, 1],
    [10_000, 10_000, 10_000],
  ])("%i fen at %i hundredths of a percent: %i", (minor, points, share) => {
    expect(shareOf(minor, points)).toBe(share);
  });

  test("agrees with exact arithmetic far beyond the cents of a double", () => {
    const size = fc.oneof(fc.nat(100_000), fc.nat(100_000_000_001), fc.nat(99_999_999_999_999));
    const property = fc.property(size, fc.nat(10_000), (minor, points) => {
      const exact = (BigInt(minor) * BigInt(points) * 2n + 10_000n) / 20_000n;
      expect(shareOf(minor, points)).toBe(Number(exact));
    });
    fc.assert(property);
  });
});
