import { UserError } from "../../../core/errors.js";
import type { Instant } from "../../../core/event.js";
import { wallTimeReader } from "../../../core/time/wall-time.js";
import { type CsvColumn, findColumns } from "../../../domain/order/csv-columns.js";
import type { HashPhone, Order } from "../../../domain/order/order.js";
import type { OrderSink } from "../../../domain/order/sink.js";
import type { RowLayout, RowReason } from "./csv.js";
import { type CsvRecord, createCsvReader } from "./csv-reader.js";
import { type CsvOrderRow, continues, MAX_ROWS, orderOfRows } from "./csv-rows.js";
import { textOf } from "./csv-text.js";
import { createSeen, type Seen } from "./seen.js";

/** A row that says no order. `line` is of the file, from 1; `value` is the cell at fault. */
export type Rejection = {
  readonly line: number;
  readonly reason: RowReason | "QUOTE" | "TOO_LONG" | "ROWS_APART" | "ROWS_REFUSED";
  readonly value: string;
  /** The line of the order's earlier rows, where the reason is about them. */
  readonly first?: number;
};

export type ImportReport = {
  readonly rows: number;
  /** Rows that tell a further item of the order before them. */
  readonly items: number;
  readonly fresh: number;
  readonly changed: number;
  readonly same: number;
  readonly rejected: number;
};

export type ImportOptions = {
  /** Orders of one source are told apart by id; `csv` unless told. */
  readonly source?: string;
  /** What kind of shop the source is: its own notices come too, and the file stands beside them. */
  readonly kind?: string;
  readonly currency: string;
  /** Zone of times without an offset. */
  readonly zone: string;
  /** Times more than a day after it are refused. */
  readonly now: Instant;
  readonly columns?: Readonly<Partial<Record<CsvColumn, string>>>;
  readonly hashPhone: HashPhone;
  /** Hears of each refused row as it is met; nothing is kept. */
  readonly onRejected?: (rejection: Rejection) => void;
  readonly batch?: number;
};

/** More at once would outlive the quick collections of the garbage, and take longer. */
const BATCH = 500;

/**
 * Imports orders from a CSV file of any length in bounded memory: one batch at a time is read and
 * saved, and of each order a few bytes are kept (`createSeen`). Importing a file again changes nothing.
 * @throws UserError when the file can't be read, is empty, or lacks a needed column.
 */
export async function importOrders(
  path: string,
  sink: OrderSink,
  options: ImportOptions,
): Promise<ImportReport> {
  const report = { rows: 0, items: 0, fresh: 0, changed: 0, same: 0, rejected: 0 };
  const size = options.batch ?? BATCH;
  let layout: RowLayout | undefined;
  let seen: Seen | undefined;
  let batch: Order[] = [];
  /** The rows of one order, until a row of another comes. */
  let rows: [CsvOrderRow, ...CsvOrderRow[]] | undefined;

  async function save(): Promise<void> {
    if (batch.length === 0) return;
    const saved = await sink.save(batch);
    report.fresh += saved.fresh;
    report.changed += saved.changed;
    report.same += saved.same;
    batch = [];
  }
  function reject(rejection: Rejection, count = 1): void {
    report.rejected += count;
    options.onRejected?.({ ...rejection, value: rejection.value.slice(0, 100) });
  }

  /** Takes a row in, or the end of its rows: then their order is known. */
  function take(next: CsvOrderRow | undefined, read: RowLayout): void {
    if (rows && next && continues(rows[0], next, read.columns)) {
      if (rows.length <= MAX_ROWS) rows.push(next);
      else reject({ line: next.line, reason: "ROWS_MANY", value: "" });
      return;
    }
    const done = rows;
    rows = next && [next];
    if (!done) return;
    const result = orderOfRows(done, read);
    seen ??= createSeen(read);
    const earlier = seen.note(done, result);
    if (!result.ok) {
      const { line, reason, value } = result;
      reject({ line, reason, value }, done.length);
      return;
    }
    if (earlier) {
      const reason = earlier.refused ? "ROWS_REFUSED" : "ROWS_APART";
      const { id } = result.order;
      reject({ line: done[0].line, reason, value: id, first: earlier.line }, done.length);
      return;
    }
    report.items += done.length - 1;
    batch.push(result.order);
  }

  for await (const records of recordsOf(path)) {
    for (const record of records) {
      if (!layout) {
        layout = layoutOf(record, path, options);
        continue;
      }
      report.rows++;
      take("cells" in record ? record : undefined, layout);
      if ("problem" in record) reject({ line: record.line, reason: record.problem, value: "" });
      if (batch.length >= size) await save();
    }
  }
  if (!layout) throw new UserError("FILE_EMPTY", { path });
  take(undefined, layout);
  await save();
  return report;
}

function layoutOf(record: CsvRecord, path: string, options: ImportOptions): RowLayout {
  const header = "cells" in record ? record.cells : [];
  const { columns, missing, doubled } = findColumns(header, options.columns);
  if (missing.length > 0) {
    const found = header.join(", ").slice(0, 300);
    throw new UserError("CSV_COLUMN_MISSING", { path, columns: missing.join(", "), found });
  }
  if (doubled.length > 0) {
    throw new UserError("CSV_COLUMN_TWICE", { path, columns: doubled.join(", ") });
  }
  // The shop's notices have its own id, not the number that people see.
  if (options.kind === "shopify" && columns.id === columns.group)
    throw new UserError("CSV_SHOPIFY_ID", { path });
  return {
    columns,
    source: options.source ?? "csv",
    exported: options.kind !== undefined,
    currency: options.currency,
    readTime: wallTimeReader(options.zone),
    now: options.now,
    hashPhone: options.hashPhone,
  };
}

async function* recordsOf(path: string): AsyncGenerator<readonly CsvRecord[]> {
  let reader: ReturnType<typeof createCsvReader> | undefined;
  let head = "";
  for await (const chunk of textOf(path)) {
    if (reader) {
      yield reader.push(chunk);
      continue;
    }
    head += chunk;
    if (!head.includes("\n") && head.length < 64 * 1024) continue;
    reader = createCsvReader(delimiterOf(head));
    yield reader.push(head);
  }
  if (!reader) {
    reader = createCsvReader(delimiterOf(head));
    yield reader.push(head);
  }
  yield reader.end();
}

/** The likeliest of comma, tab and semicolon, by the header line. */
function delimiterOf(head: string): string {
  const line = head.split("\n", 1)[0] ?? "";
  const count = (char: string) => line.split(char).length;
  return [",", "\t", ";"].reduce((best, char) => (count(char) > count(best) ? char : best));
}
