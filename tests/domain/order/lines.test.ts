import { expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import { sentenceOf } from "../../../src/core/i18n.js";
import { attributionLines, dimensionOf } from "../../../src/domain/order/attribution-lines.js";
import { listingLines } from "../../../src/domain/order/listing-lines.js";
import { importLines, rejectionText } from "../../../src/features/order/import/report-lines.js";

test("a list of orders in words", () => {
  const at = Date.parse("2026-11-20T12:00:00+08:00");
  const list = {
    ...{ count: 1_000, zone: "Asia/Shanghai" },
    orders: [
      {
        status: "part_refunded",
        ...{ order: "shop/1", at, amount: "9.00", refunded: "2.00", currency: "USD" },
        ...{ foreign: true, member: "telegram:501", promos: ["main", "cup"] },
      },
      { order: "shop/2", status: "unknown", foreign: false, promos: [] },
    ],
  } as const;
  expect(listingLines(list, "zh-CN")).toEqual([
    "shop/1 | 2026-11-20 12:00 | 9.00 USD（外币） | 部分退款 | -2.00 | telegram:501 | main cup",
    "shop/2 | - | ? | 金额未知 | 未归属",
    "共 1000 单，显示 2",
  ]);
  expect(listingLines(list, "en")).toEqual([
    "shop/1 | 2026-11-20 12:00 | 9.00 USD (foreign) | partly refunded | -2.00 | telegram:501 | main cup",
    "shop/2 | - | ? | amount unknown | no member",
    "2 of 1000 orders",
  ]);
});

test("what revenue is credited to in words, and by which words it is asked for", () => {
  const report = {
    by: "arm",
    ...{ currency: "CNY", orders: 3, revenue: "3.30", uncredited: "2.80" },
    attribution: [{ model: "decay", window: "7d", orders: 1 }],
    credited: [{ id: "tone/a", orders: 1, revenue: "0.50" }],
    foreign: [{ currency: "USD", orders: 2, revenue: "10.98" }],
  } as const;
  expect(attributionLines(report, "zh-CN")).toEqual([
    "按 decay（越近越多，七天减半），7d 内：1 单",
    "组 tone/a | 0.50 | 1 单",
    "不归任何组 | 2.80",
    "合计 3.30 CNY，3 单",
    "外币，不计入金额 | 10.98 USD | 2 单",
  ]);
  expect(["组", "ARM", "券", "weather"].map(dimensionOf)).toEqual([
    "arm",
    "arm",
    "coupon",
    undefined,
  ]);
});

test("an import in words", () => {
  const counts = { fresh: 1, changed: 0, same: 0, rejected: 0 };
  const held = { ...counts, rows: 2, items: 0, hold: true, twins: new Map([["shop", 1]]) };
  expect(importLines(held, "zh-CN")).toEqual([
    "2 行：新增 1，变更 0，已有 0，拒绝 0",
    "1 单没有导入：shop 已有同样编号的订单，怕重复计算。是同一批订单，加 --source shop 再导入；不是，加 --source csv。",
  ]);
  const twice = { ...counts, rows: 1, items: 3, hold: false, twins: new Map([["csv", 2]]) };
  expect(importLines(twice, "en")).toEqual([
    "1 row: 1 new, 0 changed, 0 known already, 0 refused; 3 more rows are further items of an order",
    "2 orders count twice: orders with these ids are there as csv/… too, from an import without --source. Cancel those: import a file that has them as cancelled, with --source csv.",
  ]);
  const apart = { line: 4, reason: "ROWS_APART", value: "D4", first: 2 } as const;
  expect(rejectionText(apart, "en")).toContain("as the rows from line 2 say");
});

test.each([
  ["COMMAND_PROMO_UNKNOWN", "没有促销 x，请从这些里选：a, b"],
  ["COMMAND_COUPON_UNKNOWN", "没有券 x，请从这些里选：a, b"],
  ["COMMAND_COUPON_SPENT", "券 x 已经发完，或它的促销关着。输入 /券 查看"],
  ["COMMAND_CODE_UNKNOWN", "没有券码 x，或已经核销。"],
  ["COMMAND_ORDER_UNKNOWN", "没有订单 x，输入 /订单 查看未归属的订单。"],
  ["COMMAND_TYPED_UNKNOWN", "没有等待确认的订单 x，输入 /点单 查看编号。"],
  ["COMMAND_ORDER_UNREADABLE", "第 3 行看不懂：甲。请写成 姓名|商品|金额，例如 小雨|茉莉青x2|36"],
])("the features bring the sentence of %s", (code, sentence) => {
  const texts = features.flatMap((feature) => feature.texts ?? []);
  const error = { code, params: { id: "x", known: "a, b", line: 3, text: "甲" } };
  expect(sentenceOf(texts, "zh-CN", error)).toBe(sentence);
  expect(sentenceOf(texts, "en", error)).toMatch(/^[^?]*$/);
});
