import { plainText } from "../../core/text/fold.js";
import type { OrderIds } from "./order.js";

export type Match =
  | { readonly kind: "member"; readonly member: string; readonly by: readonly string[] }
  /** No id is known to anybody: the order waits for an operator. */
  | { readonly kind: "nobody" }
  /** The ids name different members (a coupon was passed on): never guessed, it waits too. */
  | { readonly kind: "conflict"; readonly members: readonly string[] };

export const couponKey = (code: string): string => `coupon:${plainText(code).trim().toUpperCase()}`;
export const phoneKey = (hash: string): string => `phone:${hash}`;
export const platformKey = (id: string): string => `platform:${id}`;

/** The keys of the ids that nothing but an operator's word binds to a member. */
export function identityKeys({ union, phone }: OrderIds): readonly string[] {
  const keys: string[] = [];
  if (union) keys.push(`union:${union}`);
  if (phone) keys.push(phoneKey(phone));
  return keys;
}

/** The keys under which a member's explicit ids are indexed, such as `coupon:TTAB12CD`. */
export function matchKeys(ids: OrderIds): readonly string[] {
  return [
    ...(ids.coupons ?? []).map(couponKey),
    ...(ids.platforms ?? []).map(platformKey),
    ...identityKeys(ids),
  ];
}

/** Who owns ids. */
export type Owners = {
  /** The members, by the ids' keys (`matchKeys`). */
  readonly members: ReadonlyMap<string, string>;
  /** What the accounts of one person have in common; who isn't there is a person by themselves. */
  readonly persons: ReadonlyMap<string, string>;
};

/**
 * Finds an order's member by explicit ids only; names play no part. Of several accounts of one person it is the
 * one that the first id names: a coupon's owner before all others.
 */
export function matchMember(ids: OrderIds, { members, persons }: Owners): Match {
  const by = new Map<string, string[]>();
  for (const key of matchKeys(ids)) {
    const member = members.get(key);
    if (member !== undefined) by.set(member, [...(by.get(member) ?? []), key]);
  }
  const [first] = by;
  if (!first) return { kind: "nobody" };
  const all = [...by.keys()];
  if (new Set(all.map((member) => persons.get(member) ?? member)).size > 1)
    return { kind: "conflict", members: all.sort() };
  return { kind: "member", member: first[0], by: [...by.values()].flat() };
}
