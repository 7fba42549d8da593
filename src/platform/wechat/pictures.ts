import { PlatformFailure } from "../../core/errors.js";
import type { MessageEvent } from "../../core/event.js";
import type { MessagePayload } from "./puppet.js";
import { MESSAGE } from "./puppet.js";
import { createRecent } from "./recent.js";

/** Who sends a picture and says within that time what it is for means that one. */
const CAPTION_MS = 10 * 60_000;
const REMEMBERED = 1_000;

/**
 * Pictures have no captions here. What somebody writes to the bot in private after a picture stands for one: it
 * has the picture.
 * @param elapsed ms on a clock that only goes forward
 */
export function createCaptions(elapsed: () => number) {
  const pictures = createRecent<{ readonly id: string; readonly at: number }>(REMEMBERED);
  return (payload: MessagePayload, event: MessageEvent): MessageEvent => {
    if (!event.place.direct) return event;
    const { user } = event.person;
    if (payload.type === MESSAGE.image) {
      pictures.set(user, { id: payload.id, at: elapsed() });
      return { ...event, picture: payload.id };
    }
    const picture = pictures.get(user);
    pictures.forget(user);
    const isFresh = picture !== undefined && elapsed() - picture.at < CAPTION_MS;
    return isFresh ? { ...event, picture: picture.id } : event;
  };
}

/** What a stream brings, up to `most` bytes. @throws PlatformFailure `too_long` as soon as it is more */
export async function bytesOf(stream: AsyncIterable<unknown>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    if (!(part instanceof Uint8Array)) throw new TypeError("no bytes");
    length += part.length;
    if (length > most) throw new PlatformFailure({ kind: "too_long" }, "the picture is too large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}
