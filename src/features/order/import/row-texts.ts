import type { Rejection } from "./import.js";

/** Why a row was refused, and what to do; `{first}` is the line of the order's earlier rows. */
export const ROW_TEXTS: Readonly<Record<Rejection["reason"], readonly [zh: string, en: string]>> = {
  ID_MISSING: ["没有订单号。", "It has no order id."],
  ID_ROUNDED: [
    "订单号被表格软件改成了科学计数，原来的号码已丢失；请重新导出，不要用表格软件另存。",
    "A spreadsheet rounded the order id, and what it was is lost; export again, and don't save it from a spreadsheet.",
  ],
  ID_FORM: [
    "订单号里有换行或控制字符，或超过 200 个字符。",
    "The order id has line breaks or control characters, or more than 200 characters.",
  ],
  AMOUNT: [
    "不是金额；写成 1234.50、1,234.50 或 ¥1,234.50，不带正负号。",
    "This is no amount; write it as 1234.50, 1,234.50 or ¥1,234.50, without a sign.",
  ],
  REFUNDED: [
    "退款金额写成 12.50 的样子，不带正负号。",
    "Write what was given back as 12.50, without a sign.",
  ],
  SUBTOTAL: ["商品总额写成 12.50 的样子。", "Write the goods' sum as 12.50."],
  DISCOUNT: ["优惠金额写成 12.50 的样子。", "Write the discount as 12.50."],
  SHIPPING: ["运费写成 12.50 的样子。", "Write the delivery fee as 12.50."],
  CURRENCY: [
    "币种写成三个大写字母，例如 CNY。",
    "Write the currency as three capitals, such as CNY.",
  ],
  TIME: [
    "不是时间；写成 2026-10-01 12:00:00。",
    "This is no time; write it as 2026-10-01 12:00:00.",
  ],
  TIME_MISSING: [
    "没有付款、下单或更新时间。",
    "It has no time of payment, of the order or of its change.",
  ],
  TIME_AHEAD: [
    "这个时间在未来（超过一天），之后的更新都会显得过时；请改正时间。",
    "This time is more than a day ahead, and every later change would look old beside it; correct it.",
  ],
  STATUS_PAID: [
    "状态是还没付款，却有付款时间；请改正其中一个。",
    "By its status it is not paid, and yet it has a time of payment; correct one of them.",
  ],
  STATUS: ["不认识这个订单状态。", "This status of an order is not known."],
  QTY: ["数量应为 1 到 999999 的整数。", "A quantity is a whole number from 1 to 999999."],
  PRICE: ["单价写成 12.50 的样子。", "Write a price as 12.50."],
  ROWS_AMOUNT: [
    "同一订单的几行金额不一致：每行都写整单金额，或只在第一行写；写每件商品的金额时，要有单价和数量两列且对得上。",
    "The rows of this order name different sums: give the order's in each row, or in the first alone; sums by item need columns of price and quantity that agree with them.",
  ],
  ROWS_DIFFER: [
    "同一订单的几行在这一格不一致；整单的内容每行要一样，或只写在第一行。",
    "The rows of this order differ here; what is the order's must be the same in each row, or in the first alone.",
  ],
  ROWS_UNCLEAR: [
    "看不出这是整单金额还是单件金额；请只在订单的第一行写整单金额。",
    "This may be the order's sum or one item's; give the order's in its first row alone.",
  ],
  ROWS_APART: [
    "同一订单的行不挨着（第 {first} 行起也是），内容又不一样：只按第 {first} 行起的那几行导入，这一行没算进去。请把文件按订单号排序，给这个订单的每一行写上更晚的“更新时间”，再导入。",
    "Rows of this order stand apart, at line {first} too, and differ: it was taken in as the rows from line {first} say, without this one. Sort the file by order id, give the rows of this order a later 更新时间 (updated_at), and import it again.",
  ],
  ROWS_REFUSED: [
    "这个订单在第 {first} 行已被拒绝，后面的行也不收，免得只算一部分；请先改正那里，并把文件按订单号排序。",
    "This order was refused at line {first}, and further rows of it alone would be a part of it; correct it there, and sort the file by order id.",
  ],
  ROWS_MANY: ["一个订单最多 500 行。", "An order has 500 rows at most."],
  QUOTE: ["引号没有配对。", "A quote is stray or not closed."],
  TOO_LONG: ["这一行超过 64 KB。", "The row is longer than 64 KB."],
};
