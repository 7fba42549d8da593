import { equal } from "./equal.js";
import type {
  Account,
  OrderIds,
  OrderNotice,
  OrderRecord,
  OrderRefund,
  OrderState,
} from "./order.js";

export type MergeOutcome = "fresh" | "changed" | "same";

/**
 * Adds a notice to what is known of its order. Merging is commutative, associative and idempotent,
 * so repeated, late and reordered notices all end in the same record: the account with the newest
 * `modifiedAt` wins, refunds add up by id, and `same` means that the notice changed nothing.
 * @throws Error when the notice is of another order.
 */
export function mergeNotice(
  known: OrderRecord | undefined,
  notice: OrderNotice,
): { readonly record: OrderRecord; readonly outcome: MergeOutcome } {
  const told = recordOf(notice);
  if (!known) return { record: told, outcome: "fresh" };
  if (known.source !== told.source || known.id !== told.id) {
    throw new Error(`notice of ${told.source} ${told.id} for ${known.source} ${known.id}`);
  }
  const record = join(known, told);
  return equal(record, known) ? { record: known, outcome: "same" } : { record, outcome: "changed" };
}

/**
 * The currency in which a notice tells an order that was told in another before, by the same side; the first
 * one stands, so such a notice is not to be merged. Undefined for one that fits.
 */
export function otherCurrency(
  known: OrderRecord | undefined,
  notice: OrderNotice,
): string | undefined {
  if (notice.kind !== "order") return undefined;
  const { currency, exported } = notice.order;
  const before = exported ? known?.exported : known?.account;
  return before && before.currency !== currency ? currency : undefined;
}

function recordOf(notice: OrderNotice): OrderRecord {
  if (notice.kind === "order") {
    const { source, id, refunds, refundedTotal = 0, exported, ...account } = notice.order;
    return {
      source,
      id,
      ...(exported ? { exported: account } : { account }),
      refunds: joinRefunds(refunds, []),
      refundedTotal,
      events: {},
      ids: {},
    };
  }
  const { source, id, at, what, refunds = [], ids = {} } = notice.event;
  return {
    source,
    id,
    refunds: joinRefunds(refunds, []),
    refundedTotal: 0,
    events: { [what]: at },
    ids: joinIds(ids, {}),
  };
}

function join(a: OrderRecord, b: OrderRecord): OrderRecord {
  const account = newer(a.account, b.account);
  const exported = newer(a.exported, b.exported);
  return {
    source: a.source,
    id: a.id,
    ...(account ? { account } : {}),
    ...(exported ? { exported } : {}),
    refunds: joinRefunds(a.refunds, b.refunds),
    refundedTotal: Math.max(a.refundedTotal, b.refundedTotal),
    events: joinEvents(a.events, b.events),
    ids: joinIds(a.ids, b.ids),
  };
}

const RANK: Readonly<Record<OrderState, number>> = { placed: 0, paid: 1, cancelled: 2 };

/** Shops stamp whole seconds, so two accounts may share one: then the one further in its life wins. */
function newer(a: Account | undefined, b: Account | undefined): Account | undefined {
  if (!a || !b) return a ?? b;
  if (a.modifiedAt !== b.modifiedAt) return a.modifiedAt > b.modifiedAt ? a : b;
  if (a.state !== b.state) return RANK[a.state] > RANK[b.state] ? a : b;
  return equal(a, b) || canonical(a) >= canonical(b) ? a : b;
}

/**
 * One account of what an order's notices and its export files say. The later by `modifiedAt` counts, the
 * notices' when both are of one time or of two currencies (a file without one has the playbook's); the
 * other fills in what it lacks. The state is the one further in its life, whoever tells it.
 */
export function accountOf({ account, exported }: OrderRecord): Account | undefined {
  if (!account || !exported) return account ?? exported;
  const same = exported.currency === account.currency;
  const later = same && exported.modifiedAt > account.modifiedAt;
  const [told, other] = later ? [exported, account] : [account, exported];
  const { lines = [], placedAt = other.placedAt, paidAt = other.paidAt } = told;
  return {
    ...(same ? other : {}),
    ...told,
    state: RANK[other.state] > RANK[told.state] ? other.state : told.state,
    ...(same && other.lines && lines.length === 0 ? { lines: other.lines } : {}),
    ...(placedAt === undefined ? {} : { placedAt }),
    ...(paidAt === undefined ? {} : { paidAt }),
    ids: joinIds(account.ids, exported.ids),
  };
}

/** By id. The larger amount stands, since a refund is never taken back; its first time stands. */
function joinRefunds(a: readonly OrderRefund[], b: readonly OrderRefund[]): readonly OrderRefund[] {
  if (a.length + b.length === 0) return a;
  const byId = new Map<string, OrderRefund>();
  for (const refund of [...a, ...b]) {
    const other = byId.get(refund.id);
    byId.set(refund.id, other ? joinRefund(other, refund) : refund);
  }
  return [...byId.values()].sort((x, y) => (x.id < y.id ? -1 : 1));
}

/** Not every notice of a refund says what came back; of two that do, more pieces stand. */
function joinRefund(a: OrderRefund, b: OrderRefund): OrderRefund {
  const stands = a.amount > b.amount || (a.amount === b.amount && a.at <= b.at) ? a : b;
  const lines = fuller(a.lines, b.lines);
  return lines === stands.lines || !lines ? stands : { ...stands, lines };
}

function fuller(a: OrderRefund["lines"], b: OrderRefund["lines"]): OrderRefund["lines"] {
  if (!a || !b) return a ?? b;
  const pieces = (lines: typeof a) => lines.reduce((sum, { qty }) => sum + qty, 0);
  if (pieces(a) !== pieces(b)) return pieces(a) > pieces(b) ? a : b;
  return canonical(a) >= canonical(b) ? a : b;
}

function joinEvents(a: OrderRecord["events"], b: OrderRecord["events"]): OrderRecord["events"] {
  const events = { ...a };
  for (const [key, at] of Object.entries(b)) {
    const what = key as keyof OrderRecord["events"];
    const before = events[what];
    const first = what === "placed" || what === "paid";
    events[what] = before === undefined ? at : first ? Math.min(before, at) : Math.max(before, at);
  }
  return events;
}

/** Of two different union ids or phones of one order neither is better; any fixed choice will do. */
function joinIds(a: OrderIds, b: OrderIds): OrderIds {
  const all = (x: readonly string[] = [], y: readonly string[] = []) =>
    [...new Set([...x, ...y])].sort();
  const one = (x: string | undefined, y: string | undefined) => [x, y].sort()[0];
  const coupons = all(a.coupons, b.coupons);
  const platforms = all(a.platforms, b.platforms);
  const union = one(a.union, b.union);
  const phone = one(a.phone, b.phone);
  return {
    ...(coupons.length > 0 ? { coupons } : {}),
    ...(platforms.length > 0 ? { platforms } : {}),
    ...(union === undefined ? {} : { union }),
    ...(phone === undefined ? {} : { phone }),
  };
}

/** JSON with sorted keys: a fixed order between accounts that differ and share all else. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}
