import type { Event, Instant, MessageEvent } from "../../core/event.js";
import { createRecent } from "./recent.js";

/** So long after a login a puppet may tell again what was said before. */
const REPLAY_MS = 60_000;
/** Chats are told of side by side: what is so much older than the last that was heard was heard too. */
const OVERLAP_MS = 60_000;
/** A puppet that tells a join twice does so at once; who leaves and comes back is told of in between. */
const TWICE_MS = 60_000;
const REMEMBERED = 20_000;

type Move = { readonly kind: string; readonly at: number };

/**
 * Knows what was heard before. Puppets tell things twice, and after a login some tell history: a bot that heeds
 * it answers a day's messages at once, and greets who came in last week.
 * @param elapsed ms on a clock that only goes forward
 */
export function createHistory(elapsed: () => number) {
  const messages = createRecent<true>(REMEMBERED);
  const moves = createRecent<Move>(REMEMBERED);
  let last: Instant | undefined;
  /** Of the login: what was heard last before it, when it was, and until when history may come. */
  let before: Instant | undefined;
  let login: Instant = 0;
  let until = Number.NEGATIVE_INFINITY;

  const wasHeard = (at: Instant) => before !== undefined && at < before - OVERLAP_MS;

  return {
    /** Whether what comes now may be history. */
    isReplay: () => elapsed() < until,
    /** Whether a message is told for the first time. */
    isNew(messageId: string): boolean {
      if (messages.get(messageId)) return false;
      messages.set(messageId, true);
      return true;
    },
    /** It could not be read: told again, it is new. */
    unread: (messageId: string): void => messages.forget(messageId),
    /** An event was taken in, in this life of the process or an earlier one. */
    heard(at: Instant, now: Instant): void {
      last = Math.max(last ?? Number.NEGATIVE_INFINITY, Math.min(at, now));
    },
    loggedIn(now: Instant): void {
      before = last;
      login = now;
      until = elapsed() + REPLAY_MS;
    },
    /**
     * What is to be heeded of an event; nothing of what was heard before. In a replay, what was said while nobody heard it is
     * kept, but not answered: an answer to each of a night's messages is what accounts are banned for.
     */
    heeded(event: Event, replay: boolean): readonly Event[] {
      if (event.kind === "joined" || event.kind === "left") {
        const key = `${event.place.chat}/${event.person.user}`;
        const move = moves.get(key);
        if (move?.kind === event.kind && elapsed() - move.at < TWICE_MS) return [];
        moves.set(key, { kind: event.kind, at: elapsed() });
      }
      if (!replay) return [event];
      if (wasHeard(event.at)) return [];
      return event.kind === "message" && event.at < login - OVERLAP_MS
        ? [overheard(event)]
        : [event];
    },
  };
}
export type History = ReturnType<typeof createHistory>;

function overheard(event: MessageEvent): Event {
  const { id, platform, account, at, place, person, origin, text } = event;
  const late = origin === undefined ? { late: { text } } : {};
  return { kind: "overheard", id, platform, account, at, place, person, ...late };
}
