import { expect, test } from "vitest";
import { wallTimeReader } from "../../../../src/core/time/wall-time.js";
import { findColumns } from "../../../../src/domain/order/csv-columns.js";
import { orderOfRow, safeCell } from "../../../../src/features/order/import/csv.js";

const HEADER = "订单号,实付金额,付款时间,更新时间,订单状态,退款金额,优惠码,手机号,商品名称,数量";
const { columns } = findColumns(HEADER.split(","));
const LAYOUT = {
  columns,
  source: "csv",
  currency: "CNY",
  readTime: wallTimeReader("Asia/Shanghai"),
  now: Date.parse("2026-10-10T12:00:00+08:00"),
  hashPhone: (phone: string) => ({ phone: `h${phone}` }),
};
const read = (row: string) => orderOfRow(row.split(","), LAYOUT);
const GOOD = "3705115058471208928,61.00,2026-10-01 12:00:00,,,,,,,";

test("a row becomes an order", () => {
  const row =
    "3705115058471208928,61.00,2026-10-01 12:00:00,2026/10/2 9:05,已完成,5.00,TTAB12CD;X1,13800138000,茉莉青,2";
  expect(read(row)).toEqual({
    ok: true,
    order: {
      source: "csv",
      id: "3705115058471208928",
      state: "paid",
      currency: "CNY",
      amount: 6100,
      lines: [{ title: "茉莉青", qty: 2, amount: 6100 }],
      paidAt: Date.parse("2026-10-01T04:00:00Z"),
      modifiedAt: Date.parse("2026-10-02T01:05:00Z"),
      ids: { coupons: ["TTAB12CD", "X1"], phone: "h+8613800138000" },
      refunds: [],
      refundedTotal: 500,
    },
  });
});

test.each([
  ["商品总额,运费", "66.00,6.00", { subtotal: 6600, shipping: 600, lines: [{ amount: 5500 }] }],
  ["优惠金额,运费", "5.00,6.00", { subtotal: 6000, shipping: 600, lines: [{ amount: 5500 }] }],
  ["优惠,原价", "-5.00,", { subtotal: 6600, lines: [{ amount: 6100 }] }],
  ["优惠,原价", ",", { lines: [{ amount: 6100 }] }],
])("goods before discounts: %s of %s", (header, cells, order) => {
  const all = findColumns(`订单号,实付金额,付款时间,商品名称,${header}`.split(","));
  const row = `1,61.00,2026-10-01 12:00:00,茉莉青,${cells}`;
  const told = { ...LAYOUT, columns: all.columns };
  expect(orderOfRow(row.split(","), told)).toMatchObject({ ok: true, order });
});

test.each([
  ["商品总额", "SUBTOTAL"],
  ["优惠", "DISCOUNT"],
  ["运费", "SHIPPING"],
])("%s that is no amount", (header, reason) => {
  const all = findColumns(`订单号,实付金额,付款时间,${header}`.split(","));
  const row = "1,61.00,2026-10-01 12:00:00,=1+1";
  const told = { ...LAYOUT, columns: all.columns };
  expect(orderOfRow(row.split(","), told)).toEqual({ ok: false, reason, value: "=1+1" });
});

test.each([
  ['="3705115058471208928"', "3705115058471208928"],
  ["'3705115058471208928", "3705115058471208928"],
  ["\t3705115058471208928", "3705115058471208928"],
  ["=1+1", "=1+1"],
  ["@cmd", "@cmd"],
  ["-7", "-7"],
])("the id cell %j is the text %j", (cell, id) => {
  expect(read(GOOD.replace("3705115058471208928", cell))).toMatchObject({
    ok: true,
    order: { id },
  });
});

test.each([
  [",61.00,2026-10-01 12:00:00,,,,,,,", "ID_MISSING"],
  ["3.70512E+18,61.00,2026-10-01 12:00:00,,,,,,,", "ID_ROUNDED"],
  ["1,=61,2026-10-01 12:00:00,,,,,,,", "AMOUNT"],
  ["1,-61.00,2026-10-01 12:00:00,,,,,,,", "AMOUNT"],
  ["1,$61,2026-10-01 12:00:00,,,,,,,", "AMOUNT"],
  ["1,-0.00,2026-10-01 12:00:00,,,,,,,", "AMOUNT"],
  ["1,+100,2026-10-01 12:00:00,,,,,,,", "AMOUNT"],
  ["1\n2,61.00,2026-10-01 12:00:00,,,,,,,", "ID_FORM"],
  ["1\u202e2,61.00,2026-10-01 12:00:00,,,,,,,", "ID_FORM"],
  ["1,61.001,2026-10-01 12:00:00,,,,,,,", "AMOUNT"],
  ["1,,2026-10-01 12:00:00,,,,,,,", "AMOUNT"],
  ["1", "AMOUNT"],
  ["1,61.00,2026-13-01,,,,,,,", "TIME"],
  ["1,61.00,2026-02-30,,,,,,,", "TIME"],
  ["1,61.00,2026-10-01,昨天,,,,,,", "TIME"],
  ["1,61.00,,,,,,,,", "TIME_MISSING"],
  ["1,61.00,2027-10-01,,,,,,,", "TIME_AHEAD"],
  ["1,61.00,2026-10-01,2026-10-11 12:00:01,,,,,,", "TIME_AHEAD"],
  ["1,61.00,2026-10-01,,待付款,,,,,", "STATUS_PAID"],
  ["1,61.00,2026-10-01,,等待买家付款,,,,,", "STATUS_PAID"],
  ["1,61.00,2026-10-01,,不知道,,,,,", "STATUS"],
  ["1,61.00,2026-10-01,,constructor,,,,,", "STATUS"],
  ["1,61.00,2026-10-01,,,+5,,,,", "REFUNDED"],
  ["1,61.00,2026-10-01,,,,,,,0", "QTY"],
])("the row %j is refused: %s", (row, reason) => {
  expect(read(row)).toMatchObject({ ok: false, reason });
});

test.each([
  ["已退款", "", 6100],
  ["已退款", "5.00", 500],
  ["已完成", "", undefined],
])("a row of status %s with %j given back has refunds of %j", (status, cell, refundedTotal) => {
  expect(read(`1,61.00,2026-10-01,,${status},${cell},,,,`)).toMatchObject({
    ok: true,
    order: refundedTotal === undefined ? {} : { refundedTotal },
  });
});

test.each([
  ["等待买家付款", "placed"],
  ["待付款", "placed"],
  ["买家已付款", "paid"],
  ["等待卖家发货", "paid"],
  ["买家已付款，等待卖家发货", "paid"],
  ["卖家已发货", "paid"],
  ["卖家已发货，等待买家确认", "paid"],
  ["交易成功", "paid"],
  ["交易关闭", "cancelled"],
  ["已关闭", "cancelled"],
])("the status %s is %s", (status, state) => {
  const time = state === "placed" ? ",2026-10-01" : "2026-10-01,";
  const row = `1,61.00,${time},${status},,,,,`;
  expect(read(row)).toMatchObject({ ok: true, order: { state } });
});

test("a time up to a day ahead may be of another zone", () => {
  expect(read("1,61.00,2026-10-11 12:00:00,,,,,,,")).toMatchObject({ ok: true });
});

test.each([
  ["订单号,实付金额,付款时间,实付金额", ["实付金额"]],
  ["Order_ID,order_id,Total,total ,Paid at", ["Order_ID", "Total"]],
  ["订单号,实付金额,付款时间,备注,备注", []],
  ["订单号,实付金额,金额,付款时间", []],
])("the header %s has %j twice", (header, doubled) => {
  expect(findColumns(header.split(",")).doubled).toEqual(doubled);
});

test("columns are found by usual names, by given names, or named as missing", () => {
  expect(findColumns(["Order_ID", "Total", "Paid at"])).toEqual({
    columns: { id: 0, amount: 1, paid_at: 2 },
    missing: [],
    doubled: [],
  });
  expect(findColumns(["单号", "钱", "更新时间"], { id: "单号", amount: "钱" }).missing).toEqual([]);
  expect(findColumns(["单号"], { id: "号" }).missing).toEqual(["id", "amount", "paid_at"]);
});

test.each([
  ["Asia/Shanghai", "2026-10-01 12:00:00", "2026-10-01T04:00:00Z"],
  ["Asia/Shanghai", "2026/1/2", "2026-01-01T16:00:00Z"],
  ["Asia/Shanghai", "2026-10-01T12:00:00+02:00", "2026-10-01T10:00:00Z"],
  ["UTC", "2026-10-01 12:00", "2026-10-01T12:00:00Z"],
  ["Europe/Berlin", "2026-03-29 01:59:00", "2026-03-29T00:59:00Z"],
  ["Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29T01:30:00Z"],
  ["Europe/Berlin", "2026-03-29 03:01:00", "2026-03-29T01:01:00Z"],
  ["Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25T00:30:00Z"],
  ["Europe/Berlin", "2026-10-25 04:00:00", "2026-10-25T03:00:00Z"],
])("in %s, %s is %s", (zone, text, expected) => {
  expect(wallTimeReader(zone)(text)).toBe(Date.parse(expected));
});

test.each([
  ["=SUM(A1)", "'=SUM(A1)"],
  ["-1", "'-1"],
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["36", "36"],
])("%j is written as %j", (text, cell) => {
  expect(safeCell(text)).toBe(cell);
});
