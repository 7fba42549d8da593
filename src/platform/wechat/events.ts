import type { Event } from "../../core/event.js";
import type { Clock } from "../../core/time/clock.js";
import { type Here, joinsOf, leavesOf, messageOf } from "./decode.js";
import type { Calling } from "./deeds.js";
import type { History } from "./history.js";
import type { Later } from "./later.js";
import type { Names } from "./names.js";
import { createCaptions } from "./pictures.js";
import type { MessagePayload, Puppet, PuppetEvents } from "./puppet.js";
import { createUnread } from "./unread.js";

type Deps = {
  readonly puppet: Puppet;
  readonly clock: Clock;
  readonly later: Later;
  readonly calling: Calling;
  readonly history: History;
  readonly names: Names;
  readonly here: () => Omit<Here, "received">;
  /** Takes what was heard in its turn. */
  readonly hear: (read: () => Promise<readonly Event[]>) => void;
  /** A message is told of, the account's own among them; nobody has read it yet. */
  readonly onTold: (messageId: string) => void;
  /** A message that is told as it is said. */
  readonly onFresh: (event: Event) => void;
};

/** Listens to what a puppet tells of people, and makes events of it. @returns what ends that */
export function listenTo(deps: Deps): () => void {
  const { puppet, clock, history, hear } = deps;
  const captioned = createCaptions(clock.monotonic);
  const unread = createUnread(deps.later);
  const here = (): Here => ({ ...deps.here(), received: clock.now() });

  function onMessage({ messageId }: PuppetEvents["message"]): void {
    if (typeof messageId !== "string") return;
    // At once: behind a crowd's messages an echo would be read so late that it were taken for missing.
    deps.onTold(messageId);
    if (!history.isNew(messageId)) return;
    const [came, replay] = [here(), history.isReplay()];
    // The event says only which message; what it says is asked for, twice if need be.
    const ask = () => deps.calling("messagePayload", () => puppet.messagePayload(messageId));
    const take = async (payload: MessagePayload): Promise<readonly Event[]> => {
      const said = messageOf(payload, came);
      const event = said && captioned(payload, said);
      if (event && !replay) deps.onFresh(event);
      return event ? named(deps, history.heeded(event, replay)) : [];
    };
    hear(async () => {
      try {
        return await take(await ask().catch(ask));
      } catch (error) {
        // Told again it is new, whoever reads it first.
        history.unread(messageId);
        unread.add(async () => {
          const payload = await ask();
          if (history.isNew(messageId)) hear(() => take(payload));
        });
        throw error;
      }
    });
  }
  const onMoves = (events: readonly Event[]): void => {
    const replay = history.isReplay();
    const heeded = events.flatMap((event) => history.heeded(event, replay));
    if (heeded.length > 0) hear(() => named(deps, heeded));
  };
  const onJoin = (raw: PuppetEvents["room-join"]) => onMoves(joinsOf(raw, here()));
  const onLeave = (raw: PuppetEvents["room-leave"]) => onMoves(leavesOf(raw, here()));

  puppet.on("message", onMessage);
  puppet.on("room-join", onJoin);
  puppet.on("room-leave", onLeave);
  return () => {
    unread.stop();
    puppet.off("message", onMessage);
    puppet.off("room-join", onJoin);
    puppet.off("room-leave", onLeave);
  };
}

/** A newcomer is greeted by name; of whoever has gone, and of those who just talk, less depends on it. */
function kindOf(event: Event): "name" | "face" {
  const isAddressed = event.kind === "message" && event.toBot;
  return event.kind === "joined" || isAddressed ? "name" : "face";
}

function named({ puppet, names }: Deps, events: readonly Event[]): Promise<readonly Event[]> {
  return Promise.all(
    events.map(async (event) => {
      if (!("person" in event)) return event;
      const { person, place } = event;
      const room = place.direct ? undefined : place.chat;
      const name = await names.of({ puppet, user: person.user, room }, kindOf(event));
      return { ...event, person: { ...person, name } };
    }),
  );
}
