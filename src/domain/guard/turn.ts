import type { Instant } from "../../core/event.js";

/** What somebody was told in one place lately. */
export type Told = {
  /** Which answer it was, as a hash. */
  readonly of: number;
  readonly due: Instant;
  /** The first text of an answer to something they said; what follows it, and greetings, count less. */
  readonly counts: boolean;
};

/** No answer waits longer than this. */
export const ANSWER_LIVES_MS = 15 * 60_000;
/** The same answer to the same question is given once in this time; once in the other where that is enough. */
const AGAIN_MS = 60_000;
const RARELY_MS = 10 * 60_000;
/** So many answers within ten minutes; the next says that it is much, and those after it aren't given. */
const MOST_ANSWERS = 10;
const WITHIN_MS = 10 * 60_000;
/** After so many answers within their life a member comes after those who had fewer. */
const FEW = 3;

/** Which of a room's answers goes first: of those who had fewest lately. */
export type Share = "first" | "few" | "many";
type Turn = { readonly from: Instant; readonly share: Share; readonly last: boolean };

type Question = {
  /** As it stood before the event: what it makes the bot say is one answer. */
  readonly before: readonly Told[];
  /** As it stands by now. */
  readonly told: readonly Told[];
  readonly of: number;
  readonly now: Instant;
  /** It is said to somebody who did not ask: a greeting. */
  readonly greets: boolean;
  /** Once is enough for long. */
  readonly rarely: boolean;
  /** It must be said however much was said. */
  readonly owed: boolean;
};

/**
 * Whether it is a member's turn to be told something, and from when.
 * @returns "again" when they were just told, "enough" when they were told too much; `last` when this is to say so
 */
export function turnOf(of: Question): "again" | "enough" | Turn {
  const { now } = of;
  const told = recent(of.told, now);
  const again = now - (of.rarely ? RARELY_MS : AGAIN_MS);
  if (told.some((one) => one.of === of.of && one.due > again)) return "again";
  const before = recent(of.before, now).filter(({ counts }) => counts);
  const lately = before.filter(({ due }) => due > now - WITHIN_MS).length;
  const spoke = of.told.length > of.before.length;
  const most = spoke ? MOST_ANSWERS - 1 : MOST_ANSWERS;
  if (!of.owed && lately > most) return "enough";
  if (of.greets) return { from: now, share: "first", last: false };
  return {
    // Their own answers stay in order: a row waits no longer than it is remembered here.
    from: Math.max(now, ...told.map(({ due }) => due)),
    share: before.length === 0 ? "first" : before.length < FEW ? "few" : "many",
    last: !of.owed && lately === MOST_ANSWERS,
  };
}

/** What still matters, the latest last. What a clock that was put back left in the future does not. */
export const recent = (told: readonly Told[], now: Instant): readonly Told[] =>
  told.filter(({ due }) => now - due < ANSWER_LIVES_MS && due - now < AGAIN_MS);
