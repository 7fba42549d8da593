import { expect, test } from "vitest";
import { orderOfDraft } from "../../../src/domain/order/draft.js";
import { parseOrderText } from "../../../src/domain/order/text.js";

const items = (text: string) => {
  const { drafts } = parseOrderText(text, "CNY");
  return drafts.map(({ name, items: all, amount }) => [
    name,
    all.map(({ title, qty }) => `${title}x${qty}`).join("+"),
    amount,
  ]);
};

test.each([
  ["小雨|茉莉青|36", ["小雨", "茉莉青x1", 3600]],
  ["小雨｜茉莉青×2｜３６．５元", ["小雨", "茉莉青x2", 3650]],
  [" 小雨 | 茉莉青 | ￥36.00 ", ["小雨", "茉莉青x1", 3600]],
  ["小雨|茉莉青|2|36", ["小雨", "茉莉青x2", 3600]],
  ["3. 小雨|茉莉青|36", ["小雨", "茉莉青x1", 3600]],
  ["1. 小雨 茉莉青x2 36", ["小雨", "茉莉青x2", 3600]],
  ["１．小雨　茉莉青Ｘ２　36元", ["小雨", "茉莉青x2", 3600]],
  ["2、阿明 柠檬茶 ¥18", ["阿明", "柠檬茶x1", 1800]],
  ["3）阿明 柠檬茶2杯 36块", ["阿明", "柠檬茶x2", 3600]],
  ["4 阿明 柠檬茶 x2 36", ["阿明", "柠檬茶x2", 3600]],
  ["5. 阿明 柠檬茶x1+茉莉青x2 1,254.00", ["阿明", "柠檬茶x1+茉莉青x2", 125400]],
  ["6. 阿明 柠檬茶 茉莉青x2 54", ["阿明", "柠檬茶x1+茉莉青x2", 5400]],
  ["7. 🍵小茶 7喜 5", ["🍵小茶", "7喜x1", 500]],
])("%j is an order", (text, expected) => {
  expect(items(text)).toEqual([expected]);
});

test.each([
  ["小雨|茉莉青", "FORM"],
  ["小雨|茉莉青|很多", "AMOUNT"],
  ["小雨|茉莉青|-5", "AMOUNT"],
  ["小雨|茉莉青|36.005", "AMOUNT"],
  ["小雨|茉莉青|1,2", "AMOUNT"],
  ["|茉莉青|36", "NAME"],
  ["小雨||36", "ITEM"],
  ["小雨|茉莉青x0|36", "QTY"],
  ["1. 小雨 茉莉青x2", "FORM"],
  ["1. 小雨 茉莉青 两杯", "AMOUNT"],
  ["今天喝什么", "FORM"],
])("%j is reported as %s", (text, reason) => {
  expect(parseOrderText(text, "CNY")).toEqual({
    drafts: [],
    unreadable: [{ line: 1, text, reason }],
  });
});

test("a whole list, with its title, its example and a line nobody can read", () => {
  const text = "#接龙\n例 姓名 商品 金额\n\n1. 小雨 茉莉青x2 36\r\n2. 阿明 随便\n3. 小雨 柠檬茶 18";
  const { drafts, unreadable } = parseOrderText(text, "CNY");
  expect(drafts.map(({ line }) => line)).toEqual([4, 6]);
  expect(unreadable).toEqual([{ line: 5, text: "2. 阿明 随便", reason: "FORM" }]);
});

test("a confirmed draft becomes a paid order without a member of its own", () => {
  const [draft] = parseOrderText("1. 阿明 柠檬茶x1+茉莉青x2 54", "CNY").drafts;
  if (!draft) throw new Error("no draft");
  expect(orderOfDraft(draft, { id: "m1-1", currency: "CNY", at: 5 })).toEqual({
    source: "chat",
    id: "m1-1",
    state: "paid",
    currency: "CNY",
    amount: 5400,
    lines: [{ title: "柠檬茶+茉莉青x2", qty: 1, amount: 5400 }],
    paidAt: 5,
    modifiedAt: 5,
    ids: {},
    refunds: [],
  });
});
