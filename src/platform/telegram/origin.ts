import type { Origin } from "../../core/event.js";
import type { WireMessage } from "./wire.js";

const QUOTES: ReadonlySet<string> = new Set(["blockquote", "expandable_blockquote"]);

/** Whose a message is and how it came; undefined when it is its person's own word. */
export function originOf(message: WireMessage): Origin | undefined {
  if (message.is_automatic_forward) return "channel";
  const chat = message.sender_chat;
  if (chat) return chat.id === message.chat.id ? "anonymous" : "channel";
  if (message.forward_origin !== undefined || message.forward_date !== undefined)
    return "forwarded";
  if (message.via_bot) return "via_bot";
  return message.from?.is_bot ? "bot" : undefined;
}

/**
 * The text or caption without the parts that quote; undefined where there is none. What a reply quotes stands
 * elsewhere in the message, and isn't read.
 */
export function ownText(message: WireMessage): string | undefined {
  const text = message.text ?? message.caption;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const quotes = entities?.filter(({ type }) => QUOTES.has(type)) ?? [];
  if (text === undefined || quotes.length === 0) return text;
  let own = "";
  let from = 0;
  for (const { offset, length } of quotes) {
    own += text.slice(from, offset);
    from = offset + length;
  }
  return own + text.slice(from);
}
