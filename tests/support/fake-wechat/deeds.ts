import type { Fault } from "./faults.js";
import { askToBeFriends } from "./friends.js";
import { announce, recall, type Saying, say } from "./messages.js";
import { renumber } from "./renumber.js";
import {
  accept,
  add,
  addRoom,
  handOver,
  join,
  leave,
  type NewRoom,
  remove,
  rename,
  roster,
  scan,
} from "./rooms.js";
import type { Service } from "./service.js";
import type { Settings } from "./settings.js";
import { addPerson, type NewPerson, roomOf, whoIs } from "./state.js";

/** What a test has done to a WeChat, or asks of it. People and groups are called by id or by name. */
export type Deed =
  | ({ readonly deed: "room" } & NewRoom)
  | ({ readonly deed: "person" } & NewPerson)
  | {
      readonly deed: "join";
      readonly room: string;
      readonly persons: readonly string[];
      readonly inviter?: string;
      readonly silent?: boolean;
      readonly nameless?: boolean;
    }
  | {
      readonly deed: "leave";
      readonly room: string;
      readonly person: string;
      readonly remover?: string;
      readonly silent?: boolean;
    }
  | {
      readonly deed: "add" | "remove";
      readonly room: string;
      readonly person: string;
      readonly by: string;
    }
  | { readonly deed: "accept"; readonly card: string }
  | { readonly deed: "scan_code"; readonly code: string; readonly person: string }
  | ({ readonly deed: "say" } & Saying)
  | { readonly deed: "recall"; readonly by: string; readonly id: string }
  | {
      readonly deed: "announce" | "topic";
      readonly by: string;
      readonly room: string;
      readonly text: string;
    }
  | { readonly deed: "owner"; readonly room: string; readonly owner: string }
  | { readonly deed: "ask_to_be_friends"; readonly from: string; readonly hello: string }
  | { readonly deed: "roster"; readonly room: string }
  | {
      readonly deed:
        | "rooms"
        | "cards"
        | "mend"
        | "faults"
        | "login"
        | "break"
        | "listeners"
        | "shut";
    }
  | { readonly deed: "sent" | "calls"; readonly from?: number }
  | { readonly deed: "clock"; readonly now?: number }
  | { readonly deed: "set"; readonly settings: Partial<Settings> }
  | ({ readonly deed: "fault" } & Fault)
  | { readonly deed: "logout"; readonly reason?: string }
  | { readonly deed: "ask_for_scan"; readonly status?: number; readonly qrcode?: string }
  /** While nobody is logged in: everything has another id from the next login on. */
  | { readonly deed: "renumber"; readonly login: string; readonly people?: boolean }
  | { readonly deed: "replay"; readonly many: number }
  /** Comes to the client as `dong`, after all that was told before. */
  | { readonly deed: "fence"; readonly data: string }
  | { readonly deed: "error"; readonly message: string }
  | { readonly deed: "hold"; readonly on: boolean };

/** Does it. @returns what it was asked for, or the id of what it made @throws WechatRefusal */
export async function doDeed(service: Service, deed: Deed): Promise<unknown> {
  const { world, puppet, faults, proxy } = service;
  const who = (name: string) => whoIs(world, name);
  const { state } = world;
  switch (deed.deed) {
    case "room":
      return addRoom(world, { ...deed, ...(deed.owner ? { owner: who(deed.owner) } : {}) });
    case "person": {
      const { deed: _, ...person } = deed;
      return addPerson(world, person);
    }
    case "join": {
      const inviter = deed.inviter === undefined ? undefined : who(deed.inviter);
      return puppet.tell(join(world, { ...deed, inviter, persons: deed.persons.map(who) }));
    }
    case "leave": {
      const remover = deed.remover === undefined ? undefined : who(deed.remover);
      return puppet.tell(leave(world, { ...deed, person: who(deed.person), remover }));
    }
    case "add":
      return puppet.tell(add(world, who(deed.by), deed.room, who(deed.person)));
    case "remove":
      return puppet.tell(remove(world, who(deed.by), deed.room, who(deed.person)));
    case "accept":
      return puppet.tell(accept(world, deed.card));
    case "scan_code":
      return puppet.tell(scan(world, deed.code, who(deed.person)));
    case "say": {
      const mentions = (deed.mentions ?? []).map(who);
      const said = say(world, { ...deed, from: who(deed.from), mentions });
      puppet.tell(said.told);
      return said.id;
    }
    case "recall":
      return puppet.tell(recall(world, who(deed.by), deed.id).told);
    case "announce":
      return puppet.tell(announce(world, who(deed.by), deed.room, deed.text).told);
    case "topic":
      return puppet.tell(rename(world, who(deed.by), deed.room, deed.text));
    case "owner":
      return puppet.tell(handOver(world, deed.room, who(deed.owner)));
    case "ask_to_be_friends": {
      const asked = askToBeFriends(world, who(deed.from), deed.hello);
      puppet.tell(asked.told);
      return asked.id;
    }
    case "roster":
      return roster(world, roomOf(world, deed.room).id);
    case "rooms":
      return Object.values(state.rooms).map(({ id, topic, owner }) => ({ id, topic, owner }));
    case "cards":
      return Object.values(state.cards);
    case "sent":
      return state.sent.slice(deed.from ?? 0);
    case "calls":
      return faults.calls.slice(deed.from ?? 0);
    case "clock":
      return service.setClock(deed.now);
    case "set":
      puppet.settings = { ...puppet.settings, ...deed.settings };
      return undefined;
    case "fault":
      return faults.add(deed);
    case "faults":
      return faults.left();
    case "listeners":
      return puppet.listenerCount("dong");
    case "mend":
      proxy.hold(false);
      puppet.settings = { ...puppet.settings, deaf: "no" };
      return faults.mend();
    case "login":
      return puppet.isLoggedIn ? undefined : puppet.login(state.self);
    case "logout":
      return puppet.loggedOut(deed.reason);
    case "ask_for_scan":
      return puppet.asksForScan(deed.status, deed.qrcode);
    case "renumber":
      return renumber(world, deed.login, { people: deed.people ?? false });
    case "replay":
      return puppet.tellAgain(deed.many);
    case "fence":
      puppet.emit("dong", { data: deed.data });
      return undefined;
    case "error":
      puppet.emit("error", { data: deed.message });
      return undefined;
    case "break":
      return proxy.breakAll();
    case "shut":
      return proxy.close();
    case "hold":
      return proxy.hold(deed.on);
  }
}
