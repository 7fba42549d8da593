import type { Event, Instant } from "../../core/event.js";
import {
  type Headcount,
  isInDoubt,
  openHeadcount,
  peopleIn,
  withCount,
  withMove,
} from "../../domain/group/headcount.js";
import type { GroupRecord, SeatRecord } from "../../domain/group/record.js";
import { onTheirWay } from "../../domain/group/seats.js";
import type { Decision } from "../../engine/decision.js";
import type { Change } from "../../store/port.js";

type Told<K> = Extract<Event, { readonly kind: K }>;

/** A count that was in doubt is taken again after so long, and each time after twice as long. */
const AGAIN_MS = 2_000;
/** And never after longer: by then the moves that made it doubtful lie well before it. */
const AGAIN_MOST_MS = 60_000;

/** A group is to be counted again: at the latest when the longest wait is over. */
export const countAgain = (key: string, now: Instant, wait = AGAIN_MOST_MS): Change => ({
  ...{ op: "put", kind: "recount", key, value: {} },
  due: now + Math.min(wait, AGAIN_MOST_MS),
});

/** Nothing is in doubt: no count of a group has to be taken again. */
export const countedOnce = (key: string): Change => ({ op: "remove", kind: "recount", key });

/** Whether a count that is to be taken again was put off by a clock that ran ahead. */
export const isPutOff = (due: Instant, now: Instant): boolean => due > now + AGAIN_MOST_MS;

type Taken = {
  readonly group: GroupRecord;
  readonly approved: readonly SeatRecord[];
  readonly now: Instant;
};

/** What a platform's own count makes of a group, and by how many the seats in use change by it. */
export function afterCount({ group, approved, now }: Taken, event: Told<"counted">) {
  const { at, within = 0, count: people } = event;
  const coming = onTheirWay(approved, now);
  const before = group.headcount ?? openHeadcount(group.taken - coming);
  const headcount = withCount(before, { at, within, people }, now);
  return { headcount, by: peopleIn(headcount) + coming - group.taken };
}

/** Notes the platform's own count of the group. @returns by how many the seats in use change. */
export function noteCount(decision: Decision, event: Told<"counted">): number {
  const { group, context } = decision;
  const approved = context.loaded.seats?.approved ?? [];
  const { headcount, by } = afterCount({ group, approved, now: context.now }, event);
  if (isInDoubt(headcount)) doubted(decision, headcount);
  else decision.changes.push(countedOnce(context.groupId));
  decision.group = { ...group, headcount };
  return by;
}

/**
 * Notes that somebody came in or went out, whenever that was; their seat says already how it is now.
 * @returns by how many the seats in use change.
 */
export function noteMove(
  decision: Decision,
  { at, kind, person }: Told<"joined" | "left">,
): number {
  const before = headcountOf(decision);
  const headcount = withMove(before, { at, who: person.user, in: kind === "joined" });
  if (isInDoubt(headcount) && !isInDoubt(before)) doubted(decision, headcount);
  return note(decision, headcount);
}

function note(decision: Decision, headcount: Headcount): number {
  decision.group = { ...decision.group, headcount };
  return peopleIn(headcount) + approvedIn(decision) - decision.group.taken;
}

/** Before anything was noted, all seats that no approved person has are those of people inside. */
function headcountOf({ group, context: { loaded, now } }: Decision): Headcount {
  const before = group.taken - onTheirWay(loaded.seats?.approved ?? [], now);
  return group.headcount ?? openHeadcount(before);
}

/** Approved people who are on their way in, the member of this decision as they are by now. */
function approvedIn({ seat, context: { loaded, memberId, now } }: Decision): number {
  const others = (loaded.seats?.approved ?? []).filter(({ member }) => member !== memberId);
  return onTheirWay(seat?.status === "approved" ? [...others, seat] : others, now);
}

function doubted(decision: Decision, { doubts = 0 }: Headcount): void {
  const { groupId, now } = decision.context;
  decision.changes.push(countAgain(groupId, now, AGAIN_MS * 2 ** doubts));
}
