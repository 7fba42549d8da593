import type { Instant } from "../core/event.js";
import { parseMoney } from "../core/money.js";
import type { Column, Columns } from "./csv-columns.js";
import type { Order, OrderIds, OrderLine, OrderState } from "./order.js";
import { normalisePhone } from "./phone.js";
import { paidForGoods, subtotalOf } from "./sold.js";

export type RowReason =
  | "ID_MISSING"
  /** A spreadsheet made `3.70511E+18` of the id; what it was is lost. */
  | "ID_ROUNDED"
  | "AMOUNT"
  | "REFUNDED"
  | "SUBTOTAL"
  | "DISCOUNT"
  | "SHIPPING"
  | "CURRENCY"
  | "TIME"
  | "TIME_MISSING"
  | "STATUS"
  | "QTY";

export type RowResult =
  | { readonly ok: true; readonly order: Order }
  | { readonly ok: false; readonly reason: RowReason; readonly value: string };

export type RowLayout = {
  readonly columns: Columns;
  readonly source: string;
  /** Of rows that name none. */
  readonly currency: string;
  readonly readTime: (text: string) => Instant | undefined;
  readonly hashPhone: (phone: string) => string;
};

const ROUNDED = /^\d(\.\d+)?E\+?\d+$/i;
/** All of it went back, when the row doesn't say how much. */
const REFUNDED = /^(refunded|已退款)$/;
const SEPARATORS = /[\s,;，；、]+/;
const CURRENCY = /^[A-Z]{3}$/;
const STATES: ReadonlyMap<string, OrderState> = new Map([
  ["placed", "placed"],
  ["pending", "placed"],
  ["unpaid", "placed"],
  ["待付款", "placed"],
  ["paid", "paid"],
  ["processing", "paid"],
  ["completed", "paid"],
  ["refunded", "paid"],
  ["已退款", "paid"],
  ["已付款", "paid"],
  ["待发货", "paid"],
  ["已发货", "paid"],
  ["已完成", "paid"],
  ["交易成功", "paid"],
  ["cancelled", "cancelled"],
  ["canceled", "cancelled"],
  ["已取消", "cancelled"],
  ["已关闭", "cancelled"],
  ["交易关闭", "cancelled"],
] as const);

/**
 * Makes an order of a row of cells. Nothing is ever evaluated: `=1+1` is that text, and as an
 * amount it is refused. @returns the order, or the reason why the row says none.
 */
export function orderOfRow(cells: readonly string[], layout: RowLayout): RowResult {
  const cell = (column: Column): string => {
    const index = layout.columns[column];
    return index === undefined ? "" : plainText(cells[index] ?? "");
  };
  const no = (reason: RowReason, value: string): RowResult => ({ ok: false, reason, value });

  const id = cell("id");
  if (id === "") return no("ID_MISSING", id);
  if (ROUNDED.test(id)) return no("ID_ROUNDED", id);
  const currency = cell("currency") || layout.currency;
  if (!CURRENCY.test(currency)) return no("CURRENCY", currency);
  const amountText = cell("amount");
  const amount = parseMoney(amountText, currency);
  if (amount === undefined) return no("AMOUNT", amountText);
  const refundedText = cell("refunded");
  const status = cell("status").toLowerCase();
  const whole = REFUNDED.test(status) ? amount : 0;
  const refundedTotal = refundedText === "" ? whole : parseMoney(refundedText, currency);
  if (refundedTotal === undefined) return no("REFUNDED", refundedText);
  const subtotal = money(cell("subtotal"), currency);
  if (subtotal === null) return no("SUBTOTAL", cell("subtotal"));
  // Some exports write what came off with a minus.
  const discount = money(cell("discount").replace(/^-/, ""), currency);
  if (discount === null) return no("DISCOUNT", cell("discount"));
  const shipping = money(cell("shipping"), currency);
  if (shipping === null) return no("SHIPPING", cell("shipping"));
  const state = status === "" ? "paid" : STATES.get(status);
  if (!state) return no("STATUS", status);
  const qtyText = cell("qty");
  const qty = qtyText === "" ? 1 : /^\d{1,6}$/.test(qtyText) ? Number(qtyText) : 0;
  if (qty < 1) return no("QTY", qtyText);

  const paidText = cell("paid_at");
  const paidAt = paidText === "" ? undefined : layout.readTime(paidText);
  if (paidAt === undefined && paidText !== "") return no("TIME", paidText);
  const modifiedText = cell("modified_at");
  const modifiedAt = modifiedText === "" ? paidAt : layout.readTime(modifiedText);
  if (modifiedAt === undefined) return no(modifiedText ? "TIME" : "TIME_MISSING", modifiedText);

  // Assigned one by one: a million rows feel what spreading costs.
  const order: Draft<Order> = {
    source: layout.source,
    id,
    state,
    currency,
    amount,
    modifiedAt,
    ids: idsOf(cell, layout.hashPhone),
    refunds: [],
  };
  if (paidAt !== undefined) order.paidAt = paidAt;
  if (refundedTotal > 0) order.refundedTotal = refundedTotal;
  const sku = cell("sku");
  const title = cell("title");
  if (shipping !== undefined) order.shipping = shipping;
  if (subtotal !== undefined || discount !== undefined)
    Object.assign(order, subtotalOf(order, { subtotal, discount }));
  if (sku || title) order.lines = [lineOf(sku, title, qty, paidForGoods(order))];
  return { ok: true, order };
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Undefined for an empty cell, null for one that is no amount. */
function money(text: string, currency: string): number | undefined | null {
  return text === "" ? undefined : (parseMoney(text, currency) ?? null);
}

function idsOf(cell: (column: Column) => string, hashPhone: (phone: string) => string): OrderIds {
  const ids: Draft<OrderIds> = {};
  const codes = cell("coupon");
  if (codes) {
    ids.coupons = SEPARATORS.test(codes) ? codes.split(SEPARATORS).filter(Boolean) : [codes];
  }
  const platform = cell("platform");
  if (platform) ids.platforms = [platform];
  const union = cell("union");
  if (union) ids.union = union;
  const phoneText = cell("phone");
  const phone = phoneText === "" ? undefined : normalisePhone(phoneText);
  if (phone) ids.phone = hashPhone(phone);
  return ids;
}

function lineOf(sku: string, title: string, qty: number, amount: number): OrderLine {
  const line: Draft<OrderLine> = { qty, amount };
  if (sku) line.sku = sku;
  if (title) line.title = title;
  return line;
}

/** Undoes what exports wrap around long numbers to keep them whole: a tab, `'`, or `="…"`. */
function plainText(cell: string): string {
  const text = cell.trim();
  if (text[0] !== "=" && text[0] !== "'") return text;
  const wrapped = /^="([^"]*)"$/.exec(text)?.[1];
  return (wrapped ?? text).replace(/^'/, "").trim();
}

/** A cell as it may stand in a file that a spreadsheet opens: quoted, and never a formula. */
export function safeCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
