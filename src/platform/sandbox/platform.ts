import type { Action, Receipt } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import type { Event, Origin, Person, Place } from "../../core/event.js";
import { withoutMention } from "../../core/text/mention.js";
import type { Capability, Platform } from "../port.js";

const CAPABILITIES: readonly Capability[] = [
  "send_text",
  "send_image",
  "invite_link",
  "join_request",
  "member_count",
  "join_event",
  "leave_event",
  "direct_message",
  "stable_ids",
];

export type Heard = { readonly place: Place; readonly text: string };
export type Sandbox = Platform & {
  readonly join: (chat: string, name: string) => Promise<void>;
  readonly leave: (chat: string, name: string) => Promise<void>;
  readonly ask: (chat: string, name: string) => Promise<void>;
  /** @param origin absent: the words are their own */
  readonly say: (place: Place, name: string, text: string, origin?: Origin) => Promise<void>;
  /** Changes what they said last in a place; nothing when they said nothing. */
  readonly edit: (place: Place, name: string, text: string) => Promise<void>;
};

/** By which people call it. */
const NAME = "bot";

/** What stands behind the last slash of a link. */
const linkName = (chat: string, source: string | undefined): string =>
  source === undefined ? chat : `${chat}/${source}`;

/** A platform in memory: groups exist when they are named, people when they speak. */
export function createSandbox(deps: {
  readonly now: () => number;
  readonly heard: (message: Heard) => void;
  /** Makes event ids differ between runs on one database. */
  readonly run: string;
}): Sandbox {
  const people = new Map<string, Set<string>>();
  let deliver: ((events: readonly Event[]) => Promise<void>) | undefined;
  const last = new Map<string, string>();
  let n = 0;
  const inside = (chat: string) => {
    const known = people.get(chat) ?? new Set(["bot"]);
    people.set(chat, known);
    return known;
  };
  const place = (chat: string): Place => ({ platform: "sandbox", chat, direct: false });
  const person = (name: string): Person => ({ user: name, name });
  const common = (at: Place) => ({
    id: `${deps.run}:${++n}`,
    platform: "sandbox",
    account: "sandbox",
    at: deps.now(),
    place: at,
  });
  const emit = async (event: Event) => deliver?.([event]);
  /** Who is in already can't come in, which nobody is told of. */
  const enter = async (chat: string, name: string) => {
    const before = inside(chat).size;
    if (inside(chat).add(name).size === before) return;
    await emit({ ...common(place(chat)), kind: "joined", person: person(name) });
  };

  return {
    id: "sandbox",
    account: "sandbox",
    self: { id: "bot", name: NAME },
    capabilities: new Set(CAPABILITIES),
    start: async (onEvents) => {
      deliver = onEvents;
    },
    async perform(action: Action): Promise<Receipt> {
      switch (action.kind) {
        case "send_text":
          deps.heard({ place: action.to, text: action.text });
          return { messageId: String(++n) };
        case "send_image":
          deps.heard({ place: action.to, text: "[图]" });
          return { messageId: String(++n) };
        case "approve_join":
          await enter(action.to.chat, action.user);
          return {};
        case "decline_join":
          return {};
        case "invite_link":
          return { link: `https://sandbox.invalid/${linkName(action.to.chat, action.source)}` };
        default:
          throw new PlatformFailure(
            { kind: "unsupported" },
            `no such action: ${String(action satisfies never)}`,
          );
      }
    },
    count: async (at) => inside(at.chat).size,
    health: () => ({ ok: deliver !== undefined, lastPollAt: deps.now(), notes: [] }),
    stop: async () => {
      deliver = undefined;
    },
    async join(chat, name) {
      await enter(chat, name);
    },
    async leave(chat, name) {
      inside(chat).delete(name);
      await emit({ ...common(place(chat)), kind: "left", person: person(name) });
    },
    async ask(chat, name) {
      await emit({
        ...common(place(chat)),
        kind: "join_request",
        person: person(name),
        reply: name,
      });
    },
    async say(at, name, text, origin) {
      const head = common(at);
      last.set(`${at.chat} ${name}`, head.id);
      await emit({
        ...head,
        kind: "message",
        person: person(name),
        ...(origin ? { origin } : {}),
        text: withoutMention(text, NAME),
        messageId: head.id,
        toBot: at.direct || withoutMention(text, NAME) !== text,
      });
    },
    async edit(at, name, text) {
      const messageId = last.get(`${at.chat} ${name}`);
      if (messageId === undefined) return;
      await emit({ ...common(at), kind: "edited", person: person(name), text, messageId });
    },
  };
}
