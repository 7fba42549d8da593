import type { CsvColumn } from "../../../domain/order/csv-columns.js";
import { cellOf, type RowLayout, type RowResult } from "./csv.js";
import type { CsvOrderRow } from "./csv-rows.js";

/** Earlier rows of an order in the same file: the line of the first, and whether they were refused. */
type Earlier = { readonly line: number; readonly refused: boolean };

export interface Seen {
  /**
   * Notes the rows of an order and what they came to. @returns the earlier rows of the order that they
   * contradict, from elsewhere in the file; undefined for an order's first rows, for rows that repeat
   * them or tell how it went on (a status, a payment, a refund), and for another time of its change.
   */
  note(rows: readonly [CsvOrderRow, ...CsvOrderRow[]], result: RowResult): Earlier | undefined;
}

/** What one order costs in all its rows, and whose it is: it doesn't change as the order goes on. */
const KEPT: readonly CsvColumn[] = [
  ...(["amount", "currency", "coupon", "phone", "platform", "union", "sku"] as const),
  ...(["title", "qty", "price", "subtotal", "discount", "shipping"] as const),
];

/** Of each order: two halves of its id's hash, the hash of what is kept, its time of change, its line. */
const WIDTH = 5;
const [CONTENT, CHANGED, LINE] = [2, 3, 4];
const REFUSED = 0;

/**
 * Remembers which orders a file has told of, 20 bytes each in a table that is a third full at least:
 * 42 MB for a million. Two of a million ids share a hash once in tens of millions of files; then the
 * second is refused, not lost.
 */
export function createSeen(layout: RowLayout): Seen {
  let slots = 4_096;
  let table = new Uint32Array(slots * WIDTH);
  let count = 0;

  /** Where an id's entry is, or the empty place for it; a line is never 0. */
  function find(high: number, low: number): number {
    for (let slot = low & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const at = slot * WIDTH;
      if (table[at + LINE] === 0 || (table[at] === high && table[at + 1] === low)) return at;
    }
  }

  function grow(): void {
    const full = table;
    slots *= 2;
    table = new Uint32Array(slots * WIDTH);
    for (let at = 0; at < full.length; at += WIDTH) {
      if (full[at + LINE] === 0) continue;
      const to = find(full[at] ?? 0, full[at + 1] ?? 0);
      for (let i = 0; i < WIDTH; i++) table[to + i] = full[at + i] ?? 0;
    }
  }

  return {
    note(rows, result) {
      const [first] = rows;
      const id = cellOf(first.cells, layout.columns, "id");
      if (id === "") return undefined;
      const high = hash(id, 0x811c9dc5, 0x85ebca6b);
      const low = hash(id, 0x9e3779b9, 0xc2b2ae35);
      const content = result.ok ? contentOf(rows, layout) : REFUSED;
      const changed = changedAt(first, result, layout);
      let at = find(high, low);
      const known = table[at + LINE] !== 0;
      const another = changed !== 0 && changed !== table[at + CHANGED];
      if (known && !another) {
        const before = table[at + CONTENT];
        if (!result.ok || content === before) return undefined;
        return { line: table[at + LINE] ?? 0, refused: before === REFUSED };
      }
      // Nothing hangs on an older account: the newest is the one that counts.
      if (known && changed < (table[at + CHANGED] ?? 0)) return undefined;
      if (!known && ++count > slots * 0.7) {
        grow();
        at = find(high, low);
      }
      // One by one: a million rows feel what a list costs.
      table[at] = high;
      table[at + 1] = low;
      table[at + CONTENT] = content;
      table[at + CHANGED] = changed;
      table[at + LINE] = first.line;
      return undefined;
    },
  };
}

/** In seconds since 1970, 0 when the row says none. */
function changedAt(
  { cells }: CsvOrderRow,
  result: RowResult,
  { columns, readTime }: RowLayout,
): number {
  const text = cellOf(cells, columns, "modified_at");
  if (text === "") return 0;
  const at = result.ok ? result.order.modifiedAt : (readTime(text) ?? 0);
  return Math.max(0, Math.floor(at / 1_000));
}

function contentOf(rows: readonly CsvOrderRow[], { columns }: RowLayout): number {
  let state = 0x811c9dc5;
  for (const { cells } of rows) {
    for (const column of KEPT) {
      if (columns[column] === undefined) continue;
      state = hash(cellOf(cells, columns, column), state ^ 0x1f, 0x85ebca6b);
    }
  }
  return state === REFUSED ? 1 : state;
}

/** Multiplies as FNV does, and folds the high bits back in: the low ones would else see only low ones. */
function hash(text: string, seed: number, factor: number): number {
  let state = seed ^ text.length;
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), factor);
    state ^= state >>> 15;
  }
  state = Math.imul(state ^ (state >>> 13), 0x9e3779b1);
  return (state ^ (state >>> 16)) >>> 0;
}
