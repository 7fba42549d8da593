import type { OrderEntry, RedeemedPromo } from "../../domain/order/entry.js";
import type { OrderIds, OrderRecord } from "../../domain/order/order.js";
import type { Erased } from "../../engine/about.js";
import type { Feature } from "../../engine/feature.js";
import type {} from "./records.js";

/** An order stays for the books, without whose it was; a phone or union id is nobody's any more. */
export const orderAbout: Feature["about"] = {
  order: ({ value }, who) => (isTheirs(value, who) ? nobodys(value, who) : value),
  identity: ({ value }, { is }) => (is(value.member) ? "gone" : value),
};

/** Whose its notices say it is. */
export const idsIn = ({ ids, account, exported }: OrderRecord): readonly OrderIds[] =>
  [ids, account?.ids, exported?.ids].filter((one) => one !== undefined);

const isTheirs = ({ member, record }: OrderEntry, { is, marks }: Erased): boolean =>
  is(member) ||
  idsIn(record).some(({ platforms = [], phone = "", union = "" }) =>
    [...platforms, phone, union].some((id) => is(id) || marks.includes(id)),
  );

function nobodys({ member: _, ...entry }: OrderEntry, who: Erased): OrderEntry {
  const { account, exported, ...record } = entry.record;
  const bare = {
    ...record,
    ids: {},
    ...(account && { account: { ...account, ids: {} } }),
    ...(exported && { exported: { ...exported, ids: {} } }),
  };
  const { booking } = entry;
  const applied = booking?.applied.map((promo) => counted(promo, who));
  return {
    ...entry,
    record: bare,
    ...(booking && applied && { booking: { ...booking, applied } }),
  };
}

/** What counted for them alone is counted no more; what the promo has spent is. */
const counted = ({ coupon: _, ...promo }: RedeemedPromo, { in: isIn }: Erased): RedeemedPromo => ({
  ...promo,
  uses: promo.uses.filter(({ counter }) => !isIn(counter)),
});
