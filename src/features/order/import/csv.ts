import type { Instant } from "../../../core/event.js";
import { foldText } from "../../../core/text/fold.js";
import { readAmount } from "../../../domain/order/amount.js";
import type { Columns, CsvColumn } from "../../../domain/order/csv-columns.js";
import { isIdText } from "../../../domain/order/id-text.js";
import type {
  HashPhone,
  Order,
  OrderIds,
  OrderLine,
  OrderState,
} from "../../../domain/order/order.js";
import { normalisePhone } from "../../../domain/order/phone.js";
import { paidForGoods, subtotalOf } from "../../../domain/order/sold.js";

export type RowReason =
  | "ID_MISSING"
  /** A spreadsheet made `3.70511E+18` of the id; what it was is lost. */
  | "ID_ROUNDED"
  /** With control characters or too long. */
  | "ID_FORM"
  | "AMOUNT"
  | "REFUNDED"
  | "SUBTOTAL"
  | "DISCOUNT"
  | "SHIPPING"
  | "CURRENCY"
  | "TIME"
  | "TIME_MISSING"
  /** Beside a time that has not come every later notice would look old. */
  | "TIME_AHEAD"
  | "STATUS"
  /** Not paid by its status, and yet with a time of payment. */
  | "STATUS_PAID"
  | "QTY"
  | "PRICE"
  /** The rows of an order name different sums, or say something else twice. */
  | "ROWS_AMOUNT"
  | "ROWS_DIFFER"
  /** Each row's sum is its item's price: the order's may be that, or all of them together. */
  | "ROWS_UNCLEAR"
  | "ROWS_MANY";

export type RowResult =
  | { readonly ok: true; readonly order: Order }
  | { readonly ok: false; readonly reason: RowReason; readonly value: string };

export type RowLayout = {
  readonly columns: Columns;
  readonly source: string;
  /** The source has notices too, and the file stands beside them (`Order.exported`). */
  readonly exported?: boolean;
  /** Of rows that name none. */
  readonly currency: string;
  readonly readTime: (text: string) => Instant | undefined;
  /** A time more than a day after this is refused. */
  readonly now: Instant;
  readonly hashPhone: HashPhone;
};

const ROUNDED = /^\d(\.\d+)?E\+?\d+$/i;
/** All of it went back, when the row doesn't say how much. */
const REFUNDED = /^(wc-)?(refunded|已退款)$/;
const SEPARATORS = /[\s,;，；、]+/;
const TIMES = ["placed_at", "paid_at", "cancelled_at", "modified_at"] as const;
/** Clocks go wrong, and a time without an offset may be of a zone ahead of the playbook's. */
const AHEAD = 86_400_000;
const CURRENCY = /^[A-Z]{3}$/;
const STATES: ReadonlyMap<string, OrderState> = new Map(
  Object.entries({
    placed:
      "placed pending unpaid authorized partially_paid on-hold failed 待付款 待支付 等待买家付款",
    paid:
      "paid processing completed refunded partially_refunded 已退款 已付款 已支付 待发货 已发货 " +
      "待收货 已完成 交易成功 交易完成 买家已付款 等待卖家发货 买家已付款，等待卖家发货 " +
      "卖家已发货 卖家已发货，等待买家确认 等待买家确认收货",
    cancelled: "cancelled canceled voided expired 已取消 已关闭 交易关闭",
  }).flatMap(([state, words]) =>
    words.split(" ").map((word) => [foldText(word), state as OrderState]),
  ),
);

export const cellOf = (cells: readonly string[], columns: Columns, column: CsvColumn): string => {
  const index = columns[column];
  return index === undefined ? "" : plainText(cells[index] ?? "");
};

/** How many pieces a cell says, 1 when it is empty, 0 for what is no such number. */
export const qtyOf = (text: string): number =>
  text === "" ? 1 : /^\d{1,6}$/.test(text) ? Number(text) : 0;

/**
 * Makes an order of a row of cells. Nothing is ever evaluated: `=1+1` is that text, and as an
 * amount it is refused. @returns the order, or the reason why the row says none.
 */
export function orderOfRow(cells: readonly string[], layout: RowLayout): RowResult {
  const cell = (column: CsvColumn): string => cellOf(cells, layout.columns, column);
  const no = (reason: RowReason, value: string): RowResult => ({ ok: false, reason, value });

  const id = cell("id");
  if (id === "") return no("ID_MISSING", id);
  if (ROUNDED.test(id)) return no("ID_ROUNDED", id);
  if (!isIdText(id)) return no("ID_FORM", id);
  const currency = cell("currency") || layout.currency;
  if (!CURRENCY.test(currency)) return no("CURRENCY", currency);
  const amountText = cell("amount");
  const amount = readAmount(amountText, currency);
  if (amount === undefined) return no("AMOUNT", amountText);
  const refundedText = cell("refunded");
  const status = statusOf(cell("status"));
  const whole = REFUNDED.test(status) ? amount : 0;
  const refundedTotal = refundedText === "" ? whole : readAmount(refundedText, currency);
  if (refundedTotal === undefined) return no("REFUNDED", refundedText);
  const subtotal = money(cell("subtotal"), currency);
  if (subtotal === null) return no("SUBTOTAL", cell("subtotal"));
  // Some exports write what came off with a minus.
  const discount = money(cell("discount").replace(/^-/, ""), currency);
  if (discount === null) return no("DISCOUNT", cell("discount"));
  const shipping = money(cell("shipping"), currency);
  if (shipping === null) return no("SHIPPING", cell("shipping"));
  const said = status === "" ? undefined : STATES.get(status.replace(/^wc-/, ""));
  if (status !== "" && !said) return no("STATUS", status);
  const qtyText = cell("qty");
  const qty = qtyOf(qtyText);
  if (qty < 1) return no("QTY", qtyText);
  const price = money(cell("price"), currency);
  if (price === null) return no("PRICE", cell("price"));

  const times: Partial<Record<CsvColumn, Instant>> = {};
  for (const column of TIMES) {
    const text = cell(column);
    if (text === "") continue;
    const at = layout.readTime(text);
    if (at === undefined) return no("TIME", text);
    if (at > layout.now + AHEAD) return no("TIME_AHEAD", text);
    times[column] = at;
  }
  const { placed_at: placedAt, paid_at: paidAt, cancelled_at: cancelledAt } = times;
  const modifiedAt = times.modified_at ?? cancelledAt ?? paidAt ?? placedAt;
  if (modifiedAt === undefined) return no("TIME_MISSING", "");
  // A file that has a time of payment has none for what isn't paid.
  const untold = layout.columns.paid_at !== undefined && paidAt === undefined ? "placed" : "paid";
  const state = cancelledAt === undefined ? (said ?? untold) : "cancelled";
  if (state === "placed" && paidAt !== undefined) return no("STATUS_PAID", status);

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
  if (placedAt !== undefined) order.placedAt = placedAt;
  if (paidAt !== undefined) order.paidAt = paidAt;
  if (layout.exported) order.exported = true;
  if (refundedTotal > 0) order.refundedTotal = refundedTotal;
  const sku = cell("sku");
  const title = cell("title");
  if (shipping !== undefined) order.shipping = shipping;
  if (subtotal !== undefined || discount !== undefined)
    Object.assign(order, subtotalOf(order, { subtotal, discount }));
  if (sku || title) {
    const line = lineOf(sku, title, qty, paidForGoods(order));
    // A price below what was paid is none before discounts.
    if (price !== undefined && price * qty >= line.amount) line.gross = price * qty;
    order.lines = [line];
  }
  return { ok: true, order };
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Undefined for an empty cell, null for one that is no amount. */
function money(text: string, currency: string): number | undefined | null {
  return text === "" ? undefined : (readAmount(text, currency) ?? null);
}

function idsOf(cell: (column: CsvColumn) => string, hashPhone: HashPhone): OrderIds {
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
  if (phone) Object.assign(ids, hashPhone(phone));
  return ids;
}

function lineOf(sku: string, title: string, qty: number, amount: number): Draft<OrderLine> {
  const line: Draft<OrderLine> = { qty, amount };
  if (sku) line.sku = sku;
  if (title) line.title = title;
  return line;
}

/** Undoes what exports wrap around long numbers to keep them whole: a tab, `'`, or `="…"`. */
/** As states are compared; most files say them so already. */
const statusOf = (cell: string): string => (STATES.has(cell) ? cell : foldText(cell));

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
