import { allocate } from "../../../core/allocate.js";
import { formatMoney } from "../../../core/money.js";
import { readAmount } from "../../../domain/order/amount.js";
import { type Columns, type CsvColumn, columnNames } from "../../../domain/order/csv-columns.js";
import { titleOf } from "../../../domain/order/draft.js";
import type { OrderLine } from "../../../domain/order/order.js";
import { paidForGoods } from "../../../domain/order/sold.js";
import {
  cellOf,
  orderOfRow,
  qtyOf,
  type RowLayout,
  type RowReason,
  type RowResult,
} from "./csv.js";

/** A row of a file; `line` is the line it starts on, from 1. */
export type CsvOrderRow = { readonly line: number; readonly cells: readonly string[] };

/** What rows say; `line` is the row at fault. */
export type RowsResult = RowResult & { readonly line: number };

/** More items than an order has; what says so is no file of orders. */
export const MAX_ROWS = 500;

/** What each row tells of its own item; all else is the order's. */
const ITEM: ReadonlySet<CsvColumn> = new Set(["sku", "title", "qty", "price", "amount"]);
const ORDER = columnNames.filter((column) => !ITEM.has(column));

/**
 * Whether a row tells another item of the order that `first` begins: it names the same order, and no other
 * time of its change, since two accounts of an order may follow each other.
 */
export function continues(first: CsvOrderRow, row: CsvOrderRow, columns: Columns): boolean {
  const at = columns.group ?? columns.id ?? -1;
  const name = first.cells[at]?.trim();
  if (!name || row.cells[at]?.trim() !== name) return false;
  return (["id", "modified_at"] as const).every((column) => {
    const text = cellOf(row.cells, columns, column);
    return text === "" || text === cellOf(first.cells, columns, column);
  });
}

/**
 * Makes one order of rows that tell an item each. The order's own cells stand in the first row at least,
 * and the same or nothing in the others. So does its sum, unless each row's sum is its item's price times
 * its pieces: then they add up. What was paid for the goods is spread over the lines by their prices; without prices it is one
 * line's, as nobody says what each cost.
 */
export function orderOfRows(
  rows: readonly [CsvOrderRow, ...CsvOrderRow[]],
  layout: RowLayout,
): RowsResult {
  const [first, ...more] = rows;
  const { line } = first;
  if (more.length === 0) return { ...orderOfRow(first.cells, layout), line };
  if (rows.length > MAX_ROWS) return { ok: false, line, reason: "ROWS_MANY", value: "" };
  const no = (at: CsvOrderRow, reason: RowReason, value: string): RowsResult => ({
    ...{ ok: false, line: at.line, reason, value },
  });
  const cell = (row: CsvOrderRow, column: CsvColumn) => cellOf(row.cells, layout.columns, column);

  for (const row of more) {
    const other = ORDER.find((column) => {
      const text = cell(row, column);
      return text !== "" && text !== cell(first, column);
    });
    if (other) return no(row, "ROWS_DIFFER", cell(row, other));
  }
  const whole = orderOfRow(first.cells, layout);
  if (!whole.ok) return { ...whole, line };
  const { order } = whole;
  const items: Item[] = [];
  for (const row of rows) {
    const item = itemOf((column) => cell(row, column), order.currency);
    if (typeof item === "string") return no(row, item, cell(row, item === "QTY" ? "qty" : "price"));
    items.push(item);
  }
  const sums = rows.map((row) => cell(row, "amount"));
  const told = sums.map((sum) => readAmount(sum, order.currency));
  const unlike = rows.find((_row, i) => sums[i] !== "" && told[i] !== order.amount);
  // Every row's sum is what its own item costs.
  const own = items.every(({ cost }, i) => cost !== undefined && cost === told[i]);
  if (unlike && !own) return no(unlike, "ROWS_AMOUNT", cell(unlike, "amount"));
  if (own && !unlike && order.amount > 0)
    return no(more[0] ?? first, "ROWS_UNCLEAR", sums[0] ?? "");
  const amount = unlike ? told.reduce<number>((sum, each) => sum + (each ?? 0), 0) : order.amount;
  const summed = unlike ? orderOfRow(withAmount(first, layout, amount), layout) : whole;
  if (!summed.ok) return { ...summed, line };
  const { lines: _one, ...rest } = summed.order;
  return { ok: true, line, order: { ...rest, ...linesOf(items, paidForGoods(rest)) } };
}

/** The order's own row with the sum of all its rows. */
function withAmount(
  { cells }: CsvOrderRow,
  { columns, currency }: RowLayout,
  amount: number,
): string[] {
  const text = formatMoney(amount, cellOf(cells, columns, "currency") || currency);
  return cells.map((cell, i) => (i === columns.amount ? text : cell));
}

type Item = {
  readonly sku: string;
  readonly title: string;
  readonly qty: number;
  /** Its price times its pieces, where the row says. */
  readonly cost: number | undefined;
};

function itemOf(cell: (column: CsvColumn) => string, currency: string): Item | "QTY" | "PRICE" {
  const qty = qtyOf(cell("qty"));
  if (qty < 1) return "QTY";
  const text = cell("price");
  const price = text === "" ? undefined : readAmount(text, currency);
  if (text !== "" && price === undefined) return "PRICE";
  const cost = price === undefined ? undefined : price * qty;
  return { sku: cell("sku"), title: cell("title"), qty, cost };
}

function linesOf(
  items: readonly Item[],
  amount: number,
): { readonly lines?: readonly OrderLine[] } {
  const named = items.filter(({ sku, title }) => sku || title);
  if (named.length === 0) return {};
  const costs = named.map(({ cost = 0 }) => cost);
  const priced = named.every(({ cost }) => cost !== undefined) && costs.some((cost) => cost > 0);
  if (!priced) {
    const title = titleOf(named.map((item) => ({ ...item, title: item.title || item.sku })));
    return { lines: [{ title, qty: 1, amount }] };
  }
  const paid = allocate(amount, costs);
  // Prices below what was paid are none before discounts.
  const gross = costs.reduce((sum, cost) => sum + cost, 0) >= amount;
  return {
    lines: named.map(({ sku, title, qty, cost = 0 }, i) => ({
      ...(sku ? { sku } : {}),
      ...(title ? { title } : {}),
      qty,
      amount: paid[i] ?? 0,
      ...(gross ? { gross: cost } : {}),
    })),
  };
}
