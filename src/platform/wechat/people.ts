import { PlatformFailure } from "../../core/errors.js";
import type { Person, Place } from "../../core/event.js";
import type { AskRoom, KnownChat } from "../port.js";
import type { Calling } from "./deeds.js";
import type { Names } from "./names.js";
import type { OpenPuppet, Puppet } from "./puppet.js";

type Deps = {
  /** The line, where it can be asked. @throws PlatformFailure */
  readonly ready: () => OpenPuppet;
  readonly calling: Calling;
  readonly names: Names;
  readonly room: AskRoom;
  readonly self: () => string | undefined;
};

/** Names that one list of members looks up at most: each is a call. */
const NAMES_AT_ONCE = 20;

/** Who is in a group, asked each time: what puppets remember of it is as old as the last event that wasn't lost. */
export function createPeople({ ready, calling, names, room: askRoom, self }: Deps) {
  async function idsIn(place: Place): Promise<readonly string[]> {
    const { puppet } = ready();
    const list = await calling("roomMemberList", () => puppet.roomMemberList(place.chat));
    const ids = [...new Set(list)].filter((id) => typeof id === "string" && id !== "");
    // A group has at least the account itself: an empty list says that the puppet doesn't know.
    if (ids.length > 0) return ids;
    throw new PlatformFailure({ kind: "unknown", delivered: "no" }, "roomMemberList: nobody");
  }

  async function chatOf(puppet: Puppet, chat: string): Promise<KnownChat> {
    if (await askRoom({ kind: "look", chat })) return { chat, title: "" };
    const room = await calling("roomPayload", () => puppet.roomPayload(chat)).catch(
      () => undefined,
    );
    return { chat, title: room?.topic ?? "", ...(room?.ownerId ? { owner: room.ownerId } : {}) };
  }

  return {
    /** One after the other: a burst of look-ups is what accounts are banned for. */
    async chats(): Promise<readonly KnownChat[]> {
      const { puppet } = ready();
      const known: KnownChat[] = [];
      for (const chat of await calling("roomList", () => puppet.roomList()))
        known.push(await chatOf(puppet, chat));
      return known;
    },
    count: async (place: Place): Promise<number> => (await idsIn(place)).length,
    async members(place: Place, wished?: "wished"): Promise<readonly Person[]> {
      const { puppet } = ready();
      const users = (await idsIn(place)).filter((user) => user !== self());
      const people: Person[] = [];
      let asked = 0;
      for (const user of users) {
        const known = names.known(user, place.chat);
        const ask = known === undefined && asked++ < NAMES_AT_ONCE;
        const one = { puppet, user, room: place.chat };
        const name = ask ? await names.of(one, wished ? "look" : "name") : known;
        people.push({ user, name: name ?? "" });
      }
      return people;
    },
  };
}
