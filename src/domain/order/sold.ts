import { allocate } from "../../core/allocate.js";
import type { RedeemedLine } from "./entry.js";
import type { Account, ReturnedLine } from "./order.js";
import type { TagsOf } from "./tags.js";

type Told = Pick<Account, "lines" | "amount" | "subtotal" | "shipping">;

/** What an order's goods cost before discounts, in minor units; undefined when only what was paid is told. */
export function toldGross({ lines = [], subtotal }: Told): number | undefined {
  const each = lines.flatMap(({ gross }) => gross ?? []);
  return lines.length > 0 && each.length === lines.length ? sumOf(each) : subtotal;
}

/** What was paid for the goods; where no lines tell it, what the amount leaves beside the delivery fee. */
export const paidForGoods = ({ lines = [], amount, shipping = 0 }: Told): number =>
  lines.length > 0 ? sumOf(lines.map((line) => line.amount)) : Math.max(0, amount - shipping);

/** What an order says of its goods before discounts, where its sender tells that sum or what came off them. */
export function subtotalOf(
  paid: Told,
  told: { readonly subtotal: number | undefined; readonly discount: number | undefined },
): Pick<Told, "subtotal"> {
  if (told.subtotal !== undefined) return { subtotal: told.subtotal };
  return told.discount === undefined ? {} : { subtotal: paidForGoods(paid) + told.discount };
}

/**
 * An order's lines as they are quoted when all goods cost `gross` before discounts, a single one for an
 * order that tells only its sum. Lines that don't tell their own gross share it by what was paid for them.
 * Pieces that don't divide a line's cost make two lines, so that the sum is exact: 3 for 10.00 are
 * 2 x 3.33, 3.34.
 */
export function soldLines(told: Told, gross: number, tags: TagsOf): RedeemedLine[] {
  const { lines = [] } = told;
  if (lines.length === 0) return [{ id: "0", qty: 1, price: gross, tags: tags() }];
  const costs = costsOf(lines, gross);
  return lines.flatMap(({ id: shopId, sku, qty: told }, index) => {
    const qty = Number.isSafeInteger(told) && told > 0 ? told : 1;
    const cost = costs[index] ?? 0;
    const dearer = cost % qty;
    const price = (cost - dearer) / qty;
    const named = {
      ...(shopId === undefined ? {} : { shopId }),
      ...(sku ? { sku } : {}),
      tags: tags(sku),
    };
    const rest = { id: `${index}+`, qty: dearer, price: price + 1, ...named };
    return [{ id: `${index}`, qty: qty - dearer, price, ...named }, ...(dearer > 0 ? [rest] : [])];
  });
}

function costsOf(lines: NonNullable<Told["lines"]>, gross: number): number[] {
  const told = lines.flatMap((line) => line.gross ?? []);
  if (told.length === lines.length) return told;
  const paid = lines.map(({ amount }) => amount);
  // Goods that were free share alike.
  return allocate(gross, sumOf(paid) > 0 ? paid : paid.map(() => 1));
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0);

/**
 * How many pieces of each line came back, never more than were sold; undefined when a return is of a
 * line that was not: then only the sum can tell.
 */
export function piecesBack(
  lines: readonly RedeemedLine[],
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
