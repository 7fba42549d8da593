import type { BookedLine } from "../core/record.js";
import type { Account, ReturnedLine } from "./order.js";

/**
 * An order's lines as they are quoted, a single one for an order that tells only its sum. Pieces that
 * don't divide a line's amount make two lines, so that the sum is exact: 3 for 10.00 are 2 x 3.33, 3.34.
 */
export function soldLines(
  { lines = [], amount }: Pick<Account, "lines" | "amount">,
  tags: readonly string[],
): BookedLine[] {
  if (lines.length === 0) return [{ id: "0", qty: 1, price: amount, tags }];
  return lines.flatMap(({ id: shopId, sku, qty: told, amount: cost }, index) => {
    const qty = Number.isSafeInteger(told) && told > 0 ? told : 1;
    const dearer = cost % qty;
    const price = (cost - dearer) / qty;
    const named = { ...(shopId === undefined ? {} : { shopId }), ...(sku ? { sku } : {}), tags };
    const rest = { id: `${index}+`, qty: dearer, price: price + 1, ...named };
    return [{ id: `${index}`, qty: qty - dearer, price, ...named }, ...(dearer > 0 ? [rest] : [])];
  });
}

/**
 * How many pieces of each line came back, never more than were sold; undefined when a return is of a
 * line that was not: then only the sum can tell.
 */
export function piecesBack(
  lines: readonly BookedLine[],
  returned: readonly ReturnedLine[],
): Readonly<Record<string, number>> | undefined {
  const back = new Map(lines.map(({ id }) => [id, 0]));
  for (const { id, sku, qty } of returned) {
    const byId = lines.filter(({ shopId }) => id !== undefined && shopId === id);
    const named = byId.length > 0 ? byId : lines.filter((line) => sku && line.sku === sku);
    if (named.length === 0) return undefined;
    let left = qty;
    for (const line of named) {
      const before = back.get(line.id) ?? 0;
      const now = Math.min(line.qty, before + left);
      back.set(line.id, now);
      left -= now - before;
    }
  }
  return Object.fromEntries(back);
}
