import type { OrderIds } from "./order.js";

export type Match =
  | { readonly kind: "member"; readonly member: string; readonly by: readonly string[] }
  /** No id is known to anybody: the order waits for an operator. */
  | { readonly kind: "nobody" }
  /** The ids name different members (a coupon was passed on): never guessed, it waits too. */
  | { readonly kind: "conflict"; readonly members: readonly string[] };

export const couponKey = (code: string): string => `coupon:${code.trim().toUpperCase()}`;
export const platformKey = (id: string): string => `platform:${id}`;

/** The keys of the ids that nothing but an operator's word binds to a member. */
export function identityKeys({ union, phone }: OrderIds): readonly string[] {
  const keys: string[] = [];
  if (union) keys.push(`union:${union}`);
  if (phone) keys.push(`phone:${phone}`);
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

/**
 * Finds an order's member by explicit ids only; names play no part.
 * @param find the member that owns a key of `matchKeys`.
 */
export function matchMember(ids: OrderIds, find: (key: string) => string | undefined): Match {
  const by = new Map<string, string[]>();
  for (const key of matchKeys(ids)) {
    const member = find(key);
    if (member !== undefined) by.set(member, [...(by.get(member) ?? []), key]);
  }
  const [first, ...others] = by;
  if (!first) return { kind: "nobody" };
  if (others.length > 0) return { kind: "conflict", members: [...by.keys()].sort() };
  return { kind: "member", member: first[0], by: first[1] };
}
