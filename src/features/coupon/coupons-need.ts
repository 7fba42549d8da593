import type { Counters } from "../../domain/promo/cart.js";
import { countersFrom, countersWanted, type Wanted } from "../../domain/promo/counters.js";
import type { CouponRecord } from "../../domain/promo/coupon-record.js";
import type { Need } from "../../engine/context.js";
import { othersOf } from "../../engine/person.js";
import type { Store } from "../../store/port.js";

declare module "../../engine/decision.js" {
  interface Loaded {
    /** How far the promos are used up, for everybody, whose coupons a script may grant. */
    readonly totals?: Counters;
    readonly coupons?: {
      /** How far the promos are used up. */
      readonly counters: Counters;
      /** The member's coupons, those of their other accounts included. */
      readonly hand: readonly CouponRecord[];
      /** The coupon behind the code that was typed, whosever it is. */
      readonly typed?: CouponRecord | undefined;
    };
  }
}

type Of = {
  /** A coupon's code that was typed. */
  readonly code?: string | undefined;
  /** By counter what the order that is decided about takes already: it isn't counted against it. */
  readonly held?: ReadonlyMap<string, { readonly by: number }>;
};

/** As many as the longest code has signs. */
const LONGEST_CODE = 32;

/** Loads what decides whether promos and coupons can still be used, and which coupons there are. */
export const couponsNeed =
  ({ code = "", held }: Of = {}): Need =>
  async (
    { store },
    { compiled: { promos: compiled, playbook }, groupId: group, memberId, now },
  ) => {
    const { client } = playbook;
    const who = { group, ...(memberId ? { member: memberId } : {}) };
    const wanted = countersWanted(compiled, who, now);
    const known = await storedOf(store, client, wanted);
    const stored = (counter: string) => (known(counter) ?? 0) - (held?.get(counter)?.by ?? 0);
    const accounts = memberId ? [memberId, ...(await othersOf(store, client, memberId))] : [];
    const hands = await Promise.all(accounts.map((one) => store.list(client, "coupon", one)));
    const typed = code.length <= LONGEST_CODE ? await store.get(client, "coupon", code) : undefined;
    // A coupon is the person's, whichever of their accounts it was granted to.
    const own = (coupon: CouponRecord): CouponRecord =>
      memberId && accounts.includes(coupon.member) ? { ...coupon, member: memberId } : coupon;
    return {
      coupons: {
        counters: countersFrom(wanted, stored),
        hand: hands.flat().map(({ value }) => own(value)),
        typed: typed && own(typed.value),
      },
    };
  };

/** Loads how far those promos are used up, for everybody, whose coupons scripts grant. */
export const totalsNeed: Need = async ({ store }, { compiled: { grants, playbook } }) =>
  grants.length === 0
    ? {}
    : { totals: countersFrom(grants, await storedOf(store, playbook.client, grants)) };

/** Reads counters. @returns what is stored under each name. */
export async function storedOf(
  store: Store,
  client: string,
  wanted: readonly Wanted[],
): Promise<(counter: string) => number | undefined> {
  const values = await Promise.all(wanted.map(({ counter }) => store.counter(client, counter)));
  const known = new Map(wanted.map(({ counter }, index) => [counter, values[index]]));
  return (counter) => known.get(counter);
}
