import type { Instant } from "../../core/event.js";
import type { GroupRecord, SeatRecord } from "./record.js";
import type { Groups } from "./schema.js";

/** A group of a pool, with the rules that its own arms give it. */
export type PoolGroup = {
  readonly id: string;
  readonly group: GroupRecord;
  readonly rules: Groups;
};

/** How many seats people who ask may fill: the reserve stays free for staff. */
const seatsForMembers = (rules: Groups): number => rules.capacity - rules.reserve;

/** @returns true while a person who asks may have a seat. */
export function hasRoom(taken: number, rules: Groups): boolean {
  return taken < seatsForMembers(rules);
}

/** How many people who ask may still have a seat. */
export const freeSeats = (taken: number, rules: Groups): number =>
  Math.max(0, seatsForMembers(rules) - taken);

/** @returns true from 95 % of the capacity. */
export function isNearlyFull(taken: number, rules: Groups): boolean {
  return taken >= Math.ceil(rules.capacity * 0.95);
}

/** @returns true when it may matter which group of the pool comes next, with no more than `most` seats taken. */
export function nextMatters(most: number, rules: Groups, warned = false): boolean {
  return !hasRoom(most, rules) || (isNearlyFull(most, rules) && !warned);
}

/** A list of members may be as old, in ms: who came or went since says so themselves. */
export const STALE_MS = 2 * 60_000;

/** @returns true for a move by which somebody may stand on the first list, or no more, before they are told of. */
export const isOnItsWay = ({ listed }: Pick<SeatRecord, "listed">, at: Instant): boolean =>
  listed !== undefined && Math.abs(at - listed) <= STALE_MS;

/** The groups of one pool in which the bot may let people in, in the pool's order. */
export const usableGroups = (groups: readonly PoolGroup[], pool: string): readonly PoolGroup[] =>
  groups
    .filter(({ group }) => group.pool === pool && group.admin !== false && !group.gone)
    .sort((a, b) => a.group.n - b.group.n);

/** The groups to which newcomers are led: of a pool that was moved to an account those of that account alone. */
export const afterMoves = (
  groups: readonly PoolGroup[],
  moves: ReadonlyMap<string, string>,
): readonly PoolGroup[] =>
  groups.filter(({ group: { pool, account } }) => (moves.get(pool) ?? account) === account);

/**
 * @returns the pool's first other group, in the pool's order, that has room, a link to give away, and
 * a bot that may let people in.
 */
export function nextOpen(
  pool: readonly PoolGroup[],
  from: { readonly id: string; readonly pool: string },
): PoolGroup | undefined {
  return usableGroups(pool, from.pool).find(
    ({ id, group, rules }) => id !== from.id && group.link && hasRoom(group.taken, rules),
  );
}

/** Seats of a group are listed by their status. */
export const seatOwner = (group: string, status: SeatRecord["status"]): string =>
  `${status}:${group}`;

/** An approval lives a day in the outbox; after that the person did not come. */
const APPROVAL_LIVES_MS = 25 * 3_600_000;

/** Approved people who are still on their way in: the platform's count has not seen them. */
export function onTheirWay(approved: readonly SeatRecord[], now: number): number {
  return approved.filter(({ since }) => since > now - APPROVAL_LIVES_MS).length;
}
