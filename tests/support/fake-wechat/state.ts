import { createHash } from "node:crypto";
import type { Happening } from "./happening.js";
import { messageId, personId, SYSTEM_ACCOUNTS } from "./ids.js";
import { WechatRefusal } from "./refusal.js";

export type Person = {
  readonly id: string;
  name: string;
  /** 1 a person, 2 an official or a system account, 3 of a company: `ContactType`. */
  readonly type: 1 | 2 | 3;
  /** They and the bot's account are friends. */
  friend: boolean;
  /** WeChat knows their real name. */
  verified: boolean;
};
export type Member = { readonly inviter: string; readonly since: number; alias: string };
export type Room = {
  readonly id: string;
  topic: string;
  owner: string;
  admins: string[];
  announcement: string;
  readonly members: Record<string, Member>;
};
export type Message = {
  readonly id: string;
  /** `MessageType` of wechaty-puppet. */
  readonly type: number;
  readonly talker: string;
  readonly room?: string;
  readonly listener?: string;
  readonly text: string;
  readonly at: number;
  readonly mentions: readonly string[];
  /** In base64. */
  readonly image?: string;
  recalled?: true;
};
/** An invitation into a group: to the bot, or by it. */
type Card = {
  readonly id: string;
  readonly room: string;
  readonly inviter: string;
  readonly receiver: string;
  readonly at: number;
};
type FriendRequest = {
  readonly id: string;
  readonly from: string;
  readonly hello: string;
  readonly at: number;
};
/** What the bot has sent, with what WeChat made of it. */
export type Sent = {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly image?: string;
  readonly mentions: readonly string[];
  readonly at: number;
};

/** All there is in a WeChat, as data that can be written down. */
export type State = {
  /** The bot's account. */
  self: string;
  made: number;
  readonly seed: string;
  readonly people: Record<string, Person>;
  readonly rooms: Record<string, Room>;
  readonly messages: Record<string, Message>;
  readonly cards: Record<string, Card>;
  readonly requests: Record<string, FriendRequest>;
  readonly codes: Record<string, { readonly room: string; readonly at: number }>;
  readonly sent: Sent[];
  /** What was told, oldest first, for a puppet that tells it again. */
  history: Happening[];
};
export type World = { readonly state: State; readonly now: () => number };

export const TYPE = { image: 6, text: 7, recalled: 13, url: 14 } as const;

/** A WeChat with the bot's account and nobody else but WeChat's own accounts. */
export function createWorld(now: () => number, seed = "fake", kept?: State): World {
  const self = personId(`${seed}/self`);
  const state: State = kept ?? {
    ...{ self, made: 0, seed, people: {}, rooms: {}, messages: {}, cards: {}, requests: {} },
    ...{ codes: {}, sent: [], history: [] },
  };
  const world = { state, now };
  if (kept) return world;
  addPerson(world, { id: self, name: "小二", friend: false });
  for (const id of SYSTEM_ACCOUNTS) addPerson(world, { id, name: id, type: 2 });
  return world;
}

export type NewPerson = Partial<Omit<Person, "name">> & { readonly name: string };

/** @returns the person's id; who is there already under that id changes their name. */
export function addPerson({ state }: World, given: NewPerson): string {
  const { id = personId(`${state.seed}/${given.name}`) } = given;
  const known = state.people[id];
  if (known) Object.assign(known, given);
  else {
    state.people[id] = { type: 1, friend: true, verified: true, ...given, id };
  }
  return id;
}

/** Somebody by id or name, the account itself as `bot`; who is nowhere yet is made, a friend of the bot. */
export function whoIs(world: World, idOrName: string): string {
  const { people, self } = world.state;
  if (idOrName === "bot") return self;
  if (people[idOrName]) return idOrName;
  const named = Object.values(people).find(({ name }) => name === idOrName);
  return named?.id ?? addPerson(world, { name: idOrName });
}

/** A group by id or name. @throws WechatRefusal */
export function roomOf({ state }: World, idOrTopic: string): Room {
  const room =
    state.rooms[idOrTopic] ?? Object.values(state.rooms).find(({ topic }) => topic === idOrTopic);
  if (!room) throw new WechatRefusal("no_such_room");
  return room;
}

/** @throws WechatRefusal */
export function personOf({ state }: World, id: string): Person {
  const person = state.people[id];
  if (!person) throw new WechatRefusal("no_such_person");
  return person;
}

/** An id that nothing has yet. */
export function nextId({ state }: World, what: string): string {
  state.made += 1;
  const id = messageId(`${state.seed}/${what}/${state.made}`);
  return what === "message" ? id : `${what}-${id}`;
}

/** Something random that is the same every time. */
export const secretOf = ({ state }: World, what: string): string =>
  createHash("sha256")
    .update(`${state.seed}/${what}/${state.made++}`)
    .digest("base64url");
