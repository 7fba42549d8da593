import { PlatformFailure } from "../../core/errors.js";
import type { WireUpdate } from "./wire.js";

/** Telegram's default leaves `chat_member` out: joins by link would go unseen. */
export const ALLOWED_UPDATES = [
  "message",
  "edited_message",
  "callback_query",
  "my_chat_member",
  "chat_member",
  "chat_join_request",
] as const;

/** As many updates as Telegram hands over at once, unless asked for fewer. */
export const POLL_LIMIT = 100;

/**
 * What can be read of an answer to `getUpdates`, and how much can't.
 * @throws PlatformFailure when nothing can, though something is there: polling must not go on as if it were
 */
export function updatesOf(result: unknown): {
  readonly updates: readonly WireUpdate[];
  readonly unreadable: number;
} {
  if (!Array.isArray(result)) throw failure("the answer is no list");
  const updates = result.filter(hasId);
  if (updates.length === 0 && result.length > 0) throw failure("no update has an id");
  return { updates, unreadable: result.length - updates.length };
}

/** Its id is all that polling needs; `decode` finds out about the rest. */
function hasId(update: unknown): update is WireUpdate {
  if (typeof update !== "object" || update === null || !("update_id" in update)) return false;
  return Number.isSafeInteger(update.update_id);
}

function failure(why: string): PlatformFailure {
  return new PlatformFailure({ kind: "unknown", delivered: "no" }, `getUpdates: ${why}`);
}
