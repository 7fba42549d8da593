import type { Event } from "../core/event.js";

/** A command's name with the bot that it is for: `/pause@music_bot`. */
const ADDRESSED = /^\s*[/／][^\s@]+@(\w+)(?![\w-])/u;

/**
 * What may be acted on of an event: the one place that keeps the bot from taking somebody at words that aren't
 * their own, or are another bot's to hear. Of such a message only who was heard is handed on.
 * @param self the name by which this bot is called
 * @returns undefined when nobody in particular was heard: an anonymous admin, a channel
 */
export function heed(event: Event, self: string | undefined): Event | undefined {
  if (event.kind !== "message") return event;
  const { id, platform, account, at, place, person, origin, text } = event;
  if (origin === "anonymous" || origin === "channel") return undefined;
  const bot = ADDRESSED.exec(text)?.[1];
  const isAnothers = bot !== undefined && bot.toLowerCase() !== self?.toLowerCase();
  if (origin === undefined && !isAnothers) return event;
  return { kind: "overheard", id, platform, account, at, place, person };
}
