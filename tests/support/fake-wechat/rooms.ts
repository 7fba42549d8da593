import { CODE_LIVES_MS, entry } from "./entry.js";
import { dirty, type Happening } from "./happening.js";
import { roomId } from "./ids.js";
import { WechatRefusal } from "./refusal.js";
import { nextId, personOf, type Room, roomOf, secretOf, type World } from "./state.js";

export type NewRoom = {
  readonly topic: string;
  readonly id?: string;
  /** Otherwise the bot's account owns it. */
  readonly owner?: string;
};

/** A group with its owner and the bot in it. @returns its id */
export function addRoom(world: World, { topic, id, owner }: NewRoom): string {
  const { state, now } = world;
  const room: Room = {
    ...{ id: id ?? roomId(`${state.seed}/${topic}`), topic, owner: owner ?? state.self },
    ...{ admins: [], announcement: "", members: {} },
  };
  for (const member of [room.owner, state.self]) {
    room.members[member] = { inviter: "", since: now(), alias: "" };
  }
  state.rooms[room.id] = room;
  return room.id;
}

/** Who is in a group, as it is now. */
export const roster = (world: World, room: string): string[] =>
  Object.keys(roomOf(world, room).members);

export type Joining = {
  readonly room: string;
  readonly persons: readonly string[];
  /** Nobody knows who, without it. */
  readonly inviter?: string;
  /** Nobody is told: neither the join, nor that what is remembered of the group is old. */
  readonly silent?: boolean;
  /** Told, but not of whom. */
  readonly nameless?: boolean;
};

/** People are in a group, however they came. */
export function join(world: World, joining: Joining): Happening[] {
  const { persons, inviter = "", silent, nameless } = joining;
  const { id, members } = roomOf(world, joining.room);
  const fresh = persons.filter((person) => !members[person]);
  for (const person of fresh) members[person] = { inviter, since: world.now(), alias: "" };
  if (silent || fresh.length === 0) return [];
  const told = { roomId: id, inviterId: inviter, timestamp: world.now() };
  const inviteeIdList = nameless ? [] : [...fresh];
  return [...isOld(id), { event: "room-join", payload: { ...told, inviteeIdList } }];
}

export type Leaving = {
  readonly room: string;
  readonly person: string;
  /** Nobody knows who, without it; or they went themselves. */
  readonly remover?: string;
  readonly silent?: boolean;
};

/** Somebody is no longer in a group. */
export function leave(world: World, leaving: Leaving): Happening[] {
  const { person, remover = "", silent } = leaving;
  const { id, members } = roomOf(world, leaving.room);
  if (!members[person]) throw new WechatRefusal("not_a_member");
  delete members[person];
  if (silent) return [];
  const told = { roomId: id, removerId: remover, timestamp: world.now() };
  return [...isOld(id), { event: "room-leave", payload: { ...told, removeeIdList: [person] } }];
}

/** Removes somebody. @throws WechatRefusal unless the owner or an admin does */
export function remove(world: World, by: string, room: string, person: string): Happening[] {
  mustRule(roomOf(world, room), by);
  return leave(world, { room, person, remover: by });
}

/** Puts a friend into a group at once, or sends them an invitation. @throws WechatRefusal */
export function add(world: World, by: string, room: string, person: string): Happening[] {
  const { id, members } = roomOf(world, room);
  if (!members[by]) throw new WechatRefusal("not_a_member");
  const { friend, verified } = personOf(world, person);
  if (by === world.state.self && !friend) throw new WechatRefusal("not_a_friend");
  if (members[person]) return [];
  const result = entry(Object.keys(members).length, "added", verified);
  if (result === "in") return join(world, { room: id, persons: [person], inviter: by });
  if (result !== "card") throw new WechatRefusal(result);
  const card = nextId(world, "card");
  world.state.cards[card] = {
    ...{ id: card, room: id, inviter: by, receiver: person, at: world.now() },
  };
  const told: Happening = { event: "room-invite", payload: { roomInvitationId: card } };
  return person === world.state.self ? [told] : [];
}

/** Whoever was invited accepts. @throws WechatRefusal */
export function accept(world: World, cardId: string): Happening[] {
  const card = world.state.cards[cardId];
  if (!card) throw new WechatRefusal("no_such_card");
  const { room, receiver, inviter } = card;
  enter(world, room, receiver, "accepted");
  delete world.state.cards[cardId];
  return join(world, { room, persons: [receiver], inviter });
}

/** The group's QR code, which lives for 7 days. @throws WechatRefusal */
export function qrCode(world: World, by: string, room: string): string {
  const { id, members } = roomOf(world, room);
  if (!members[by]) throw new WechatRefusal("not_a_member");
  const code = `https://weixin.qq.com/g/${secretOf(world, "code").slice(0, 22)}`;
  world.state.codes[code] = { room: id, at: world.now() };
  return code;
}

/** Somebody scans a group's QR code. @throws WechatRefusal */
export function scan(world: World, code: string, person: string): Happening[] {
  const made = world.state.codes[code];
  if (!made || world.now() - made.at >= CODE_LIVES_MS) throw new WechatRefusal("code_ran_out");
  enter(world, made.room, person, "scanned");
  return join(world, { room: made.room, persons: [person] });
}

function enter(world: World, room: string, person: string, way: "accepted" | "scanned"): void {
  const { verified } = personOf(world, person);
  const result = entry(roster(world, room).length, way, verified);
  if (result !== "in" && result !== "card") throw new WechatRefusal(result);
}

/** The group is called something else. */
export function rename(world: World, by: string, room: string, newTopic: string): Happening[] {
  const found = roomOf(world, room);
  const told = { roomId: found.id, changerId: by, timestamp: world.now() };
  const payload = { ...told, oldTopic: found.topic, newTopic };
  found.topic = newTopic;
  return [...isOld(found.id), { event: "room-topic", payload }];
}

/** Somebody else owns the group. Puppets tell of it by what is remembered being old. */
export function handOver(world: World, room: string, owner: string): Happening[] {
  const found = roomOf(world, room);
  if (!found.members[owner]) throw new WechatRefusal("not_a_member");
  found.owner = owner;
  return isOld(found.id);
}

/** @throws WechatRefusal unless they own the group or are one of its admins */
export function mustRule({ owner, admins }: Room, person: string): void {
  if (owner !== person && !admins.includes(person)) throw new WechatRefusal("not_the_owner");
}

const isOld = (room: string): Happening[] => [dirty("room", room), dirty("roomMember", room)];
