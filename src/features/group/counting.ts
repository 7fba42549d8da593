import type { Event } from "../../core/event.js";
import {
  type Headcount,
  isInDoubt,
  openHeadcount,
  peopleIn,
  withCount,
  withMove,
} from "../../domain/group/headcount.js";
import { onTheirWay } from "../../domain/group/seats.js";
import type { Decision } from "../../engine/decision.js";

type Told<K> = Extract<Event, { readonly kind: K }>;

/** A count that was in doubt is taken again after so long, and each time after twice as long. */
const AGAIN_MS = 2_000;
/** By then the next count comes anyhow. */
const AGAIN_MOST_MS = 300_000;

/** Notes the platform's own count of the group. @returns by how many the seats in use change. */
export function noteCount(decision: Decision, event: Told<"counted">): number {
  const { at, within = 0, count: people } = event;
  const headcount = withCount(headcountOf(decision), { at, within, people }, decision.context.now);
  if (isInDoubt(headcount)) countAgain(decision, headcount);
  return note(decision, headcount);
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
  if (isInDoubt(headcount) && !isInDoubt(before)) countAgain(decision, headcount);
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

function countAgain(decision: Decision, { doubts = 0 }: Headcount): void {
  const { groupId: key, now } = decision.context;
  const wait = AGAIN_MS * 2 ** doubts;
  if (wait > AGAIN_MOST_MS) return;
  decision.changes.push({ op: "put", kind: "recount", key, value: {}, due: now + wait });
}
