import type { Account, OrderIds, OrderNotice, OrderRecord } from "./order.js";

/** A phone's hash by an earlier key, and by the one of now. */
export type Rekeying = { readonly from: string; readonly to: string };

/** What of ids is to be stored otherwise from now on. */
export function rekeyingOf({ phone, phoneBefore }: OrderIds): Rekeying | undefined {
  if (phone === undefined || phoneBefore === undefined || phone === phoneBefore) return undefined;
  return { from: phoneBefore, to: phone };
}

/**
 * A notice without its phone's earlier hash, and what is known of its order with the new one in its place.
 * @returns `known` itself where nothing of it was stored by the earlier hash
 */
export function rekeyed(
  known: OrderRecord | undefined,
  notice: OrderNotice,
): { readonly known: OrderRecord | undefined; readonly notice: OrderNotice } {
  const ids = idsIn(notice);
  const rekeying = ids && rekeyingOf(ids);
  return {
    notice: withIds(notice, ids),
    known: known && rekeying ? recordWith(known, rekeying) : known,
  };
}

const idsIn = (notice: OrderNotice): OrderIds | undefined =>
  notice.kind === "order" ? notice.order.ids : notice.event.ids;

function withIds(notice: OrderNotice, given: OrderIds | undefined): OrderNotice {
  if (given?.phoneBefore === undefined) return notice;
  const { phoneBefore: _, ...ids } = given;
  return notice.kind === "order"
    ? { ...notice, order: { ...notice.order, ids } }
    : { ...notice, event: { ...notice.event, ids } };
}

function recordWith(known: OrderRecord, { from, to }: Rekeying): OrderRecord {
  const { account, exported, ids } = known;
  if (![account?.ids, exported?.ids, ids].some((one) => one?.phone === from)) return known;
  const moved = (one: OrderIds): OrderIds => (one.phone === from ? { ...one, phone: to } : one);
  const of = (one: Account): Account => ({ ...one, ids: moved(one.ids) });
  return {
    ...known,
    ...(account && { account: of(account) }),
    ...(exported && { exported: of(exported) }),
    ids: moved(ids),
  };
}
