import type { Event } from "../core/event.js";
import { SYSTEM } from "../store/port.js";
import { isOperators, type Operators } from "./commands/run.js";
import { bindingKey, chatKey, personOf } from "./context.js";
import type { Deps } from "./feature.js";
import { keysOf } from "./inbound.js";

type KeepingDeps = Pick<Deps, "store"> &
  Operators & {
    /** Whether something that came before from a chat is still to be handled: it may bind the chat. */
    readonly busy: (key: string) => boolean;
  };

/**
 * The events that are anybody's here. What people say and do in a chat that is bound to nobody is not: only an
 * operator's command is, and what comes behind one. What the bot learns of itself and what is said directly to
 * it pass.
 */
export async function worthKeeping(
  deps: KeepingDeps,
  events: readonly Event[],
): Promise<readonly Event[]> {
  const open = new Set(events.flatMap(keysOf).filter(deps.busy));
  const keys = new Set(events.map(({ account, place }) => bindingKey(account, place.chat)));
  const bound = await deps.store.find(SYSTEM, "binding", [...keys]);
  return events.filter((event) => {
    const { platform, account, place } = event;
    const chat = chatKey(platform, place.chat);
    const isOurs = place.direct || bound.has(bindingKey(account, place.chat)) || open.has(chat);
    if (!isOurs && personOf(event)) return event.kind === "message" && opens(event, chat);
    if (event.kind === "migrated") open.add(chatKey(platform, event.to));
    return true;
  });

  function opens(event: Extract<Event, { kind: "message" }>, chat: string): boolean {
    const is = isOperators(deps, event);
    if (is) open.add(chat);
    return is;
  }
}
