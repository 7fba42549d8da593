import {
  couponKey,
  identityKeys,
  matchMember,
  type Owners,
  platformKey,
} from "../../domain/order/match.js";
import type { OrderIds, OrderRecord } from "../../domain/order/order.js";
import { idsOf, viewOf } from "../../domain/order/view.js";
import { accountsOf } from "../../domain/person/edges.js";
import { plainCode } from "../../domain/promo/code.js";
import { loadContext } from "../../engine/context.js";
import type { Context } from "../../engine/decision.js";
import type { Store, Stored } from "../../store/port.js";
import { couponsNeed } from "../coupon/coupons-need.js";
import { scriptNeeds } from "../script/enrolments.js";
import type { OrderDeps, OwnedOrder, ToldOrder } from "./path.js";
import { takenBy } from "./redemption.js";

/** Orders that are nobody's yet are listed under this owner. */
export const UNMATCHED = "unmatched";

/**
 * Whose an order is: as an operator says, else as it was before, else by its ids. When it moves to another
 * member, nothing of what followed from it goes along.
 */
export async function ownOrder(deps: OrderDeps, told: ToldOrder): Promise<OwnedOrder> {
  const { client, known, record } = told;
  const now = deps.clock.now();
  const from = known?.value.member;
  const member =
    told.member ?? from ?? memberOf(record, await findOwners(deps.store, client, [idsOf(record)]));
  const moves = from !== undefined && from !== member;
  return {
    ...{ ...told, member, now, state: viewOf(record) },
    past: moves ? undefined : known?.value,
    reversed: moves ? known?.value : undefined,
    context: member === undefined ? undefined : await homeOf(deps, { ...told, member, now }),
  };
}

/** What is decided for a member is decided at their home, with the arms of the day they paid. */
async function homeOf(
  deps: OrderDeps,
  of: ToldOrder & { readonly member: string; readonly now: number },
): Promise<Context | undefined> {
  const { client, known, record, member, now, seed, spent } = of;
  const home = (await deps.store.get(client, "member", member))?.value.home;
  if (!home) return undefined;
  const held = takenBy(known?.value.booking);
  return loadContext(deps, {
    ...{ client, groupId: home, memberId: member, now, seed, spent },
    armsAt: viewOf(record)?.paidAt,
    needs: [couponsNeed({ held }), ...scriptNeeds],
  });
}

/** Whose an order is, by its explicit ids only; ids of two members are nobody's until an operator says. */
export function memberOf(record: OrderRecord, owners: Owners): string | undefined {
  if (owners.members.size === 0) return undefined;
  const match = matchMember(idsOf(record), owners);
  return match.kind === "member" ? match.member : undefined;
}

/** Looks the ids of many orders up at once, a call for each kind of id. */
export async function findOwners(
  store: Store,
  client: string,
  orders: readonly OrderIds[],
): Promise<Owners> {
  const codes = new Set<string>();
  const members = new Set<string>();
  const others = new Set<string>();
  for (const ids of orders) {
    for (const code of ids.coupons ?? []) codes.add(plainCode(code));
    for (const id of ids.platforms ?? []) members.add(id);
    for (const key of identityKeys(ids)) others.add(key);
  }
  const coupons = await store.find(client, "coupon", [...codes]);
  const known = await store.find(client, "member", [...members]);
  const identities = await store.find(client, "identity", [...others]);
  const owners = new Map<string, string>();
  const own = (key: string, member: string | undefined) => member && owners.set(key, member);
  // Mostly nobody is found, and there is nothing to sort out.
  if (coupons.size + known.size + identities.size === 0) return NOBODY;
  for (const ids of orders) {
    for (const code of ids.coupons ?? [])
      own(couponKey(code), coupons.get(plainCode(code))?.value.member);
    for (const id of ids.platforms ?? []) own(platformKey(id), known.get(id)?.key);
    for (const key of identityKeys(ids)) own(key, identities.get(key)?.value.member);
  }
  return { members: owners, persons: await personsOf(store, client, new Set(owners.values())) };
}

const NOBODY: Owners = { members: new Map(), persons: new Map() };

/** Of members with several accounts: the first of them, which stands for all. */
async function personsOf(
  store: Store,
  client: string,
  members: ReadonlySet<string>,
): Promise<Owners["persons"]> {
  const found = members.size < 2 ? NONE : await store.find(client, "person", [...members]);
  return new Map(
    [...found].map(([key, { value }]) => [key, accountsOf(value.edges, key)[0] ?? key]),
  );
}

const NONE: ReadonlyMap<string, Stored<"person">> = new Map();
