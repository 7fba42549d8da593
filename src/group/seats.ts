import type { GroupRecord, SeatRecord } from "../core/record.js";
import type { Groups } from "./schema.js";

export type PoolGroup = { readonly id: string; readonly group: GroupRecord };

/** @returns true while a person who asks may have a seat: the reserve stays free for staff. */
export function hasRoom(group: GroupRecord, rules: Groups): boolean {
  return group.taken < rules.capacity - rules.reserve;
}

/** @returns true from 95 % of the capacity. */
export function isNearlyFull(taken: number, rules: Groups): boolean {
  return taken >= Math.ceil(rules.capacity * 0.95);
}

/** @returns the pool's first other group, in the pool's order, that has room and a link to give away. */
export function nextOpen(
  pool: readonly PoolGroup[],
  from: { readonly id: string; readonly pool: string },
  rules: Groups,
): PoolGroup | undefined {
  return [...pool]
    .sort((a, b) => a.group.n - b.group.n)
    .find(
      ({ id, group }) =>
        id !== from.id && group.pool === from.pool && group.link && hasRoom(group, rules),
    );
}

/** @returns true when this seat is counted in the group's `taken`. */
export function holdsSeat(seat: SeatRecord | undefined): boolean {
  return seat?.status === "in" || seat?.status === "approved";
}
