import { expect, test } from "vitest";
import { readAmount } from "../../../src/domain/order/amount.js";

test.each([
  ["1234.5", "CNY", 123450],
  ["¥1,234.50", "CNY", 123450],
  ["￥12.00", "CNY", 1200],
  ["¥ 12", "CNY", 1200],
  ["1,234.50元", "CNY", 123450],
  ["12 元", "CNY", 1200],
  ["1,234,567.89", "CNY", 123456789],
  ["¥1,234", "JPY", 1234],
  ["1,234.50", "USD", 123450],
  ["0", "CNY", 0],
  ["１２", "CNY", 1200],
  ["￥１，２３４．５０", "CNY", 123450],
  ["12圓", "CNY", 1200],
])("%s in %s is %d", (text, currency, minor) => {
  expect(readAmount(text, currency)).toBe(minor);
});

test.each([
  ["1,23.00", "CNY"],
  ["12,34", "CNY"],
  ["1234,567", "CNY"],
  ["0,123", "CNY"],
  [",123", "CNY"],
  ["1,234,", "CNY"],
  ["1,234.5.0", "CNY"],
  ["1.234,50", "CNY"],
  ["1,234.505", "CNY"],
  ["-0.00", "CNY"],
  ["+100", "CNY"],
  ["¥-5", "CNY"],
  ["(5.00)", "CNY"],
  ["¥5.00", "USD"],
  ["5.00元", "USD"],
  ["5元", "JPY"],
  ["$5.00", "CNY"],
  ["5万元", "CNY"],
  ["=5", "CNY"],
  ["5e2", "CNY"],
  ["¥", "CNY"],
  ["元", "CNY"],
  ["", "CNY"],
])("%j in %s is none", (text, currency) => {
  expect(readAmount(text, currency)).toBeUndefined();
});
