import type { Happening } from "./happening.js";
import { WechatRefusal } from "./refusal.js";
import { mustRule } from "./rooms.js";
import { type Message, nextId, personOf, roomOf, type Sent, TYPE, type World } from "./state.js";

const RECALL_WITHIN_MS = 120_000;

export type Saying = {
  readonly from: string;
  /** In private to the bot, without it. */
  readonly room?: string;
  readonly text: string;
  readonly mentions?: readonly string[];
  /** A picture in base64. */
  readonly image?: string;
  readonly type?: number;
  /** When, unless now. */
  readonly at?: number;
};

/** Somebody says something; who owns the bot's account may do so too, on their phone. */
export function say(world: World, said: Saying): { id: string; told: Happening[] } {
  const { from, text, mentions = [], image, at = world.now() } = said;
  const place =
    said.room === undefined
      ? { listener: from === world.state.self ? "filehelper" : world.state.self }
      : { room: roomWith(world, said.room, from) };
  const type = said.type ?? (image === undefined ? TYPE.text : TYPE.image);
  const id = keep(world, { type, talker: from, text, at, mentions, ...place, ...pictured(image) });
  return { id, told: [spoken(id)] };
}

export type Sending = {
  readonly to: string;
  readonly text: string;
  readonly mentions?: readonly string[];
  readonly image?: string;
};

/** The bot sends something. @returns its id, and the echo that a puppet tells. @throws WechatRefusal */
export function send(world: World, { to, text, mentions = [], image }: Sending) {
  if (text === "" && image === undefined) throw new WechatRefusal("text_is_empty");
  const { self } = world.state;
  const isRoom = world.state.rooms[to] || to.endsWith("@chatroom") || to.startsWith("@@");
  const place = isRoom ? { room: roomWith(world, to, self) } : { listener: friendOf(world, to) };
  const type = image === undefined ? TYPE.text : TYPE.image;
  const at = world.now();
  const id = keep(world, { type, talker: self, text, at, mentions, ...place, ...pictured(image) });
  const sent: Sent = { id, to, text, mentions, at, ...pictured(image) };
  world.state.sent.push(sent);
  return { id, told: [spoken(id)] };
}

/** Takes one's own message back. @returns whether that worked, and what is told of it */
export function recall(world: World, by: string, id: string) {
  const message = world.state.messages[id];
  if (!message) throw new WechatRefusal("no_such_message");
  if (message.talker !== by) throw new WechatRefusal("not_yours");
  if (world.now() - message.at > RECALL_WITHIN_MS) throw new WechatRefusal("too_late");
  message.recalled = true;
  const { talker, room, listener, mentions } = message;
  const place = room === undefined ? { listener } : { room };
  const notice = { type: TYPE.recalled, talker, text: id, at: world.now(), mentions, ...place };
  return { told: [spoken(keep(world, notice))] };
}

/** The owner or an admin pins a text over the group, which everybody gets as a message. */
export function announce(world: World, by: string, room: string, text: string) {
  const found = roomOf(world, room);
  mustRule(found, by);
  found.announcement = text;
  const said = `@所有人\n${text}`;
  return by === world.state.self
    ? send(world, { to: found.id, text: said })
    : say(world, { from: by, room, text: said });
}

/** What was told last, once more: as a puppet does after a restart. */
export const toldBefore = ({ state }: World, many: number): readonly Happening[] =>
  many <= 0 ? [] : state.history.slice(-many);

const spoken = (messageId: string): Happening => ({ event: "message", payload: { messageId } });
const pictured = (image: string | undefined) => (image === undefined ? {} : { image });

function keep(world: World, message: Omit<Message, "id">): string {
  const id = nextId(world, "message");
  world.state.messages[id] = { id, ...message };
  return id;
}

function roomWith(world: World, room: string, person: string): string {
  const { id, members } = roomOf(world, room);
  if (!members[person]) throw new WechatRefusal("not_a_member");
  return id;
}

function friendOf(world: World, id: string): string {
  if (!personOf(world, id).friend && id !== "filehelper") throw new WechatRefusal("not_a_friend");
  return id;
}
