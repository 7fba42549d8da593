import type { Event, Instant, MessageEvent } from "../core/event.js";

/** A command's name with the bot that it is for: `/pause@music_bot`. */
const ADDRESSED = /^\s*[/／][^\s@]+@(\w+)(?![\w-])/u;

/** What is older when it comes was said while the bot was away. */
const LATE_MS = 3_600_000;

type Here = {
  /** The name by which this bot is called. */
  readonly self: string | undefined;
  /** By the clock that events tell their time by. */
  readonly now: Instant;
};

/**
 * What may be acted on of an event: the one place that keeps the bot from taking somebody at words that aren't
 * their own, are another bot's to hear, or were said an hour ago. Of such a message only who was heard is handed
 * on.
 * @returns undefined when nobody in particular was heard: an anonymous admin, a channel
 */
export function heed(event: Event, { self, now }: Here): Event | undefined {
  if (event.kind !== "message") return event;
  const { id, platform, account, at, place, person, origin, text } = event;
  if (isNobodys(event)) return undefined;
  const bot = ADDRESSED.exec(text)?.[1];
  const isAnothers = bot !== undefined && bot.toLowerCase() !== self?.toLowerCase();
  const overheard = { kind: "overheard", id, platform, account, at, place, person } as const;
  if (origin !== undefined || isAnothers) return overheard;
  return now - at > LATE_MS ? { ...overheard, late: { text } } : event;
}

/** Said in the name of a group or a channel: no member's, and nobody's to act on. */
export const isNobodys = ({ origin }: MessageEvent): boolean =>
  origin === "anonymous" || origin === "channel";
