import { allocate } from "../../core/allocate.js";
import type { CartLine } from "./cart.js";
import type { Compiled, Rule } from "./compile.js";
import { offAt } from "./give.js";
import { unhandled } from "./give-form.js";
import type { Applied } from "./quote.js";

/** An order as it was sold: its lines and what its quote applied. */
export type Sold = {
  readonly lines: readonly CartLine[];
  readonly applied: readonly Pick<Applied, "promo" | "off" | "lines">[];
};
/** What becomes of one promo of the order; minor units. */
type PromoRefund = {
  readonly promo: string;
  /** What it still takes off what the member keeps. */
  readonly off: number;
  /** What flows back into its budget. */
  readonly back: number;
  /** The use, and a coupon with it, is given back: nothing of the promo is left. */
  readonly released: boolean;
};
/** What a return pays back; minor units. */
export type Refund = {
  readonly refund: number;
  /** What the member would owe because a lost discount exceeds what was returned; not collected. */
  readonly short: number;
  readonly promos: readonly PromoRefund[];
};

/**
 * What a return pays back: what was paid for the lines less what the kept lines cost now.
 *
 * Each promo treats the kept lines by its `refund`: `recheck` reckons its rule again on them (below the
 * threshold nothing stays off), `prorate` keeps their shares, `keep` leaves the whole discount on them.
 * Window, limits and budget are not asked again: they held when the order was made. A promo that the
 * playbook no longer has is prorated. Shipping is not part of it.
 *
 * `returned` counts the pieces of each line returned so far, `before` what earlier returns have paid
 * back, so that a repeated notice pays nothing twice.
 * @throws RangeError when more pieces come back than were sold, or of a line that was not.
 */
export function refund(
  compiled: Compiled,
  sold: Sold,
  returned: Readonly<Record<string, number>>,
  before = 0,
): Refund {
  const kept = keptQty(sold.lines, returned);
  const rest = sold.lines.map(({ price }, i) => price * (kept[i] ?? 0));
  let paid = sold.lines.reduce((sum, { price, qty }) => sum + price * qty, 0);
  const promos = sold.applied.map((applied): PromoRefund => {
    const shares = stillOff({ sold, applied, kept, rest, rule: compiled.byId.get(applied.promo) });
    shares.forEach((share, i) => {
      rest[i] = (rest[i] ?? 0) - share;
    });
    paid -= sumOf(applied.lines.map(({ off }) => off));
    const onLines = applied.lines.length > 0;
    const all = kept.every((qty) => qty === 0);
    const off = onLines ? sumOf(shares) : all ? 0 : applied.off;
    return {
      promo: applied.promo,
      off,
      back: applied.off - off,
      released: onLines
        ? off === 0
        : all || lostItsThreshold(sold, kept, compiled.byId.get(applied.promo)),
    };
  });
  const due = paid - sumOf(rest) - before;
  return { refund: Math.max(0, due), short: Math.max(0, -due), promos };
}

/**
 * The same for a return of which only the sum is known: it lies on the lines in proportion, and every
 * fen of a line counts as a piece.
 * @param share how much of what was paid came back.
 */
export function refundSum(
  compiled: Compiled,
  sold: Sold,
  share: { readonly back: number; readonly paid: number },
): Refund {
  const lines = sold.lines.map((each) => ({ ...each, qty: each.qty * each.price, price: 1 }));
  const worth = lines.map(({ qty }) => qty);
  const back = part(sumOf(worth), Math.min(share.back, share.paid), share.paid);
  const pieces = allocate(back, worth);
  const returned = Object.fromEntries(lines.map(({ id }, i) => [id, pieces[i] ?? 0]));
  return refund(compiled, { ...sold, lines }, returned);
}

/** The whole fen of `total * some / all`; 0 of nothing. */
function part(total: number, some: number, all: number): number {
  return all === 0 ? 0 : Number((BigInt(total) * BigInt(some)) / BigInt(all));
}

function keptQty(lines: readonly CartLine[], returned: Readonly<Record<string, number>>): number[] {
  const ids = new Set(lines.map(({ id }) => id));
  const stranger = Object.keys(returned).find((id) => !ids.has(id));
  if (stranger !== undefined) throw new RangeError(`no such line: ${stranger}`);
  return lines.map(({ id, qty }) => {
    const back = Object.hasOwn(returned, id) ? (returned[id] ?? 0) : 0;
    if (!Number.isInteger(back) || back < 0 || back > qty)
      throw new RangeError(`${id}: ${back} of ${qty} can't come back`);
    return qty - back;
  });
}

type Part = {
  readonly sold: Sold;
  readonly applied: Sold["applied"][number];
  readonly kept: readonly number[];
  /** What the kept pieces cost after the promos before this one. */
  readonly rest: readonly number[];
  readonly rule: Rule | undefined;
};

/** What a promo still takes off each line. */
function stillOff(part: Part): number[] {
  const { sold, applied, rest, rule } = part;
  if (applied.lines.length === 0) return [];
  const prorated = shareOfKept(part);
  const policy = rule?.promo.refund ?? "prorate";
  if (!rule || policy === "prorate") return prorated;
  const counted = rest.map((cost, i) => ((rule.matches?.(line(sold, i)) ?? true) ? cost : 0));
  const base = sumOf(counted);
  if (policy === "keep") return allocate(Math.min(applied.off, base), counted);
  switch (rule.kind) {
    case "amount":
      return allocate(Math.min(applied.off, offAt(rule.amount, base)), counted);
    case "price":
    case "shipping":
    case "gift":
    case "points":
      return base < rule.spend ? rest.map(() => 0) : prorated;
    default:
      throw unhandled(rule);
  }
}

/** The kept pieces' part of a line's share; what doesn't divide stays on what is kept. */
function shareOfKept({ sold, applied, kept, rest }: Part): number[] {
  const shares = new Map(applied.lines.map(({ id, off }) => [id, off]));
  return sold.lines.map(({ id, qty }, i) => {
    const share = shares.get(id) ?? 0;
    const gone = part(share, qty - (kept[i] ?? 0), qty);
    return Math.min(share - gone, rest[i] ?? 0);
  });
}

/** Whether what lies on no line is lost with the threshold: gifts and points are asked back. */
const LOSES: Readonly<Record<Rule["kind"], boolean>> = {
  amount: true,
  price: true,
  shipping: false,
  gift: true,
  points: true,
};

function lostItsThreshold(sold: Sold, kept: readonly number[], rule: Rule | undefined): boolean {
  if (rule?.promo.refund !== "recheck" || !LOSES[rule.kind]) return false;
  const base = sold.lines.map((each, i) =>
    (rule.matches?.(each) ?? true) ? each.price * (kept[i] ?? 0) : 0,
  );
  return sumOf(base) < Math.max(1, rule.spend);
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0);
const line = ({ lines }: Sold, i: number): CartLine =>
  lines[i] ?? { id: "", qty: 0, price: 0, tags: [] };
