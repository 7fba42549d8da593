import type { Instant } from "../../core/event.js";
import type { RedeemedPromo, Redemption } from "../../domain/order/entry.js";
import { plainCode } from "../../domain/promo/code.js";
import type { CouponRecord } from "../../domain/promo/coupon-record.js";
import type { Change, Store, Stored } from "../../store/port.js";

/** The coupons that an order names or has, by code. */
export type Coupons = ReadonlyMap<string, Stored<"coupon">>;
export async function couponsNamed(
  store: Store,
  client: string,
  codes: readonly string[],
): Promise<Coupons> {
  const found = new Map<string, Stored<"coupon">>();
  for (const code of codes) {
    const coupon = await store.get(client, "coupon", plainCode(code));
    if (coupon) found.set(coupon.value.code, coupon);
  }
  return found;
}

/** An order's redemption before and after a decision. */
export type RedemptionChange = {
  readonly order: string;
  readonly before: Redemption | undefined;
  readonly after: Redemption | undefined;
};

/** Whether the order behind a redemption was paid; else it only holds what it would take. */
export const isPaid = (redemption: Redemption | undefined): boolean =>
  redemption !== undefined && redemption.reservedUntil === undefined;

/** When a redemption must be looked at because it holds something for an order that is not paid. */
export const dueOf = (redemption: Redemption | undefined): Instant | undefined =>
  redemption?.applied.some(({ released }) => !released) ? redemption.reservedUntil : undefined;

/** The redemption of which nothing is taken any more. */
export const release = (redemption: Redemption): Redemption => ({
  ...redemption,
  applied: redemption.applied.map((promo) => ({ ...promo, kept: 0, released: true })),
});

/** How much a redemption has given back; of two states of one redemption, more is more. */
export const givenBack = (redemption: Redemption | undefined): number =>
  (redemption?.applied ?? []).reduce(
    (sum, { off, kept, released }) => sum + off - kept + (released ? 1 : 0),
    0,
  );

type Taken = {
  readonly by: number;
  readonly limit: number;
  readonly until: Instant | undefined;
};

/** What a redemption takes now, by counter. */
export function takenBy(redemption: Redemption | undefined): ReadonlyMap<string, Taken> {
  const taken = new Map<string, Taken>();
  for (const promo of redemption?.applied ?? []) {
    for (const use of promo.uses) {
      const by = (taken.get(use.counter)?.by ?? 0) + takenOf(promo, use.of);
      taken.set(use.counter, { by, limit: use.limit, until: use.until });
    }
  }
  return taken;
}

const takenOf = ({ kept, released }: RedeemedPromo, of: "use" | "money"): number =>
  of === "money" ? kept : released ? 0 : 1;

/** What a turn takes from the counters, within their limits, or gives back to them. */
export function counterChanges({ before, after }: RedemptionChange): Change[] {
  const [was, is] = [takenBy(before), takenBy(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((counter): Change[] => {
    const by = (is.get(counter)?.by ?? 0) - (was.get(counter)?.by ?? 0);
    if (by === 0) return [];
    const { limit, until } = is.get(counter) ?? {};
    const within = by > 0 && limit !== undefined ? { limit, until } : {};
    return [{ op: "add", counter, by, ...within }];
  });
}

/** Brings the coupons to what the redemption says: reserved, redeemed, or their member's again. */
export function couponChanges(turn: RedemptionChange, coupons: Coupons): Change[] {
  const codes = new Set([...codesOf(turn.before), ...codesOf(turn.after)]);
  return [...codes].flatMap((code): Change[] => {
    const coupon = coupons.get(code);
    const value = coupon && turned(coupon.value, turn);
    if (!coupon || !value) return [];
    const { key, rev } = coupon;
    return [{ op: "put", kind: "coupon", key, rev, owner: value.member, value }];
  });
}

export const codesOf = (redemption: Redemption | undefined): string[] =>
  (redemption?.applied ?? []).flatMap(({ coupon }) => coupon ?? []);

/** A coupon after a turn; undefined where it stays, or is no longer this order's to change. */
function turned(
  coupon: CouponRecord,
  { order, before, after }: RedemptionChange,
): CouponRecord | undefined {
  const { order: _order, reservedUntil: _until, ...free } = coupon;
  const [was, is] = [stateIn(before, coupon.code), stateIn(after, coupon.code)];
  if (was === is) return undefined;
  if (is !== undefined) {
    const held = after?.reservedUntil === undefined ? {} : { reservedUntil: after.reservedUntil };
    return { ...free, state: is, order, ...held };
  }
  if (coupon.order !== order || coupon.state !== was) return undefined;
  return { ...free, state: was === "redeemed" ? "returned" : "granted" };
}

function stateIn(
  redemption: Redemption | undefined,
  code: string,
): "reserved" | "redeemed" | undefined {
  const has = redemption?.applied.some(({ coupon, released }) => coupon === code && !released);
  if (!has) return undefined;
  return isPaid(redemption) ? "redeemed" : "reserved";
}
