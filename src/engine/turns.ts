import type { Instant } from "../core/event.js";
import { fnv1a32 } from "../core/hash.js";
import { recent, type Share, type Told, turnOf } from "../domain/guard/turn.js";
import type { Decision, ReplyTo } from "./decision.js";
import { text as ownText } from "./texts.js";

/** How something is said to members. */
export type Speaking = {
  readonly unasked: boolean;
  /** What makes it the same answer as another; its text where nothing else does. */
  readonly of?: string;
  /** Once in ten minutes is enough for a member, whatever they said. */
  readonly rarely?: boolean;
  /** Said however much the member was told: they lose something, or a right, where they don't hear it. */
  readonly owed?: boolean;
  /** To several at once, in one text, at once: it comes after the answers to those who ask alone. */
  readonly toMany?: boolean;
  /** At once, and there: they are at the door, where the bot may write only until they are let in or not. */
  readonly to?: ReplyTo;
};
export const ANSWER: Speaking = { unasked: false };

const NONE: readonly Told[] = [];

type Turn = {
  /** What is said in its place. */
  readonly says?: string;
  readonly from: Instant;
  readonly share: Share;
  /** To be told when its last part is due. */
  readonly took: (due: Instant) => void;
};

/**
 * The turn of the decision's member to be told something, in the group or directly: the one place that keeps
 * members from taking a group's voice.
 * @returns "none" when they were told it just now, or too much; undefined when nobody in particular is told
 */
export function takeTurn(
  decision: Decision,
  text: string,
  how: Speaking,
): Turn | "none" | undefined {
  const { now, memberId, replyTo, seat, member } = decision.context;
  // Who has no seat is told directly, at the door.
  const inGroup = !replyTo && !how.to && decision.seat !== undefined;
  if (memberId === undefined || (!inGroup && !decision.member)) return undefined;
  const told = (inGroup ? decision.seat : decision.member)?.told ?? NONE;
  const before = (inGroup ? seat?.value : member?.value)?.told ?? NONE;
  const greets = decision.rank !== 1;
  const rules = { greets, rarely: how.rarely ?? false, owed: how.owed ?? false };
  const answer = how.of ?? text;
  const of = fnv1a32(how.rarely ? answer : `${answer} ${decision.question ?? ""}`);
  const turn = turnOf({ before, told, of, now, ...rules });
  if (turn === "again" || turn === "enough") return "none";
  const counts = !greets && told === before;
  const took = (due: Instant) => {
    const after: readonly Told[] = [...recent(told, now), { of, due, counts }];
    if (inGroup && decision.seat) decision.seat = { ...decision.seat, told: after };
    else if (decision.member) decision.member = { ...decision.member, told: after };
  };
  const { from, share } = turn;
  if (!turn.last) return { from, share, took };
  return { from, share, took, says: ownText(decision.compiled.playbook.locale, "asks-much") };
}
