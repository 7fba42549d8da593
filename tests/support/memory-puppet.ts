import { EventEmitter } from "node:events";
import type {
  MessagePayload,
  OpenPuppet,
  Puppet,
  PuppetEvents,
} from "../../src/platform/wechat/puppet.js";

type Room = { topic: string; owner: string; members: string[] };
type Call = { readonly name: string; readonly args: readonly unknown[] };
/**
 * What becomes of a call: `reject` is told before anything is done, `lost` after it; `hang` never answers, and
 * `hang-after` has done it.
 */
type Fault = { readonly how: "reject" | "lost" | "hang" | "hang-after"; readonly error?: unknown };

export const BOT = "wxid_bot";

/** A puppet in memory, with rooms and people that do what a test says; everything happens at once. */
export function createMemoryPuppet(given: { readonly now: () => number }) {
  const events = new EventEmitter();
  const rooms = new Map<string, Room>();
  const names = new Map<string, string>();
  const messages = new Map<string, MessagePayload>();
  const pictures = new Map<string, readonly Buffer[]>();
  const sent: { readonly to: string; readonly text?: string; readonly file?: string }[] = [];
  const calls: Call[] = [];
  const faults = new Map<string, Fault[]>();
  let [self, next, disconnected] = ["", 1_000, false];
  let deaf = false;

  const emit = <E extends keyof PuppetEvents>(event: E, payload: PuppetEvents[E]): void =>
    void events.emit(event, payload);
  const seconds = () => Math.floor(given.now() / 1_000);
  const roomOf = (id: string): Room => {
    const room = rooms.get(id);
    if (room) return room;
    throw new Error(`room ${id} not found`);
  };

  async function call<T>(name: string, args: readonly unknown[], deed: () => T): Promise<T> {
    calls.push({ name, args });
    const fault = faults.get(name)?.shift();
    if (fault?.how === "hang") return new Promise<never>(() => {});
    if (fault?.how === "reject") throw fault.error;
    const done = deed();
    if (fault?.how === "hang-after") return new Promise<never>(() => {});
    if (fault?.how === "lost") throw fault.error;
    return done;
  }
  const send = (name: string, to: string, what: { text?: string; file?: string }) =>
    call(name, [to], () => {
      if (to.includes("@chatroom")) roomOf(to);
      if ((what.text ?? "").length > 4_096) throw new Error("the text is too long");
      sent.push({ to, ...what });
      const id = String(next++);
      return id;
    });

  const puppet: Puppet = {
    on: (event: string, listener: (payload: never) => void) =>
      events.on(event, listener as (payload: unknown) => void),
    off: (event: string, listener: (payload: never) => void) =>
      events.off(event, listener as (payload: unknown) => void),
    start: () => call("start", [], () => (self ? emit("login", { contactId: self }) : undefined)),
    ding(data) {
      calls.push({ name: "ding", args: [data] });
      if (!deaf) emit("dong", { data });
    },
    messagePayload: (id) =>
      call("messagePayload", [id], () => {
        const payload = messages.get(id);
        if (payload) return payload;
        throw new Error("no such message");
      }),
    messageSendText: (to, text) => send("messageSendText", to, { text }),
    messageSendFile: async (to, file) =>
      send("messageSendFile", to, { file: await file.toBase64() }),
    messageImage: (id) =>
      call("messageImage", [id], () => ({
        async toStream() {
          return (async function* () {
            for (const part of pictures.get(id) ?? []) yield part;
          })();
        },
      })),
    contactPayload: (id) =>
      call("contactPayload", [id], () => ({ id, name: names.get(id) ?? id, type: 1 })),
    roomList: () => call("roomList", [], () => [...rooms.keys()]),
    roomPayload: (id) =>
      call("roomPayload", [id], () => {
        const { topic, owner } = roomOf(id);
        return { id, topic, ...(owner ? { ownerId: owner } : {}) };
      }),
    roomMemberList: (id) => call("roomMemberList", [id], () => [...roomOf(id).members]),
    roomMemberPayload: (id, user) =>
      call("roomMemberPayload", [id, user], () => {
        if (!roomOf(id).members.includes(user)) throw new Error("contact not found in the room");
        return { id: user, name: names.get(user) ?? user };
      }),
  };

  const open: OpenPuppet = {
    puppet,
    fileOf: (bytes, name) => ({ name, toBase64: async () => bytes.toString("base64") }),
    disconnect: () => {
      disconnected = true;
    },
  };

  return {
    open,
    sent,
    calls,
    emit,
    isDisconnected: () => disconnected,
    called: (name: string) => calls.filter((one) => one.name === name).length,
    fault: (name: string, fault: Fault, times = 1) => {
      faults.set(name, [...(faults.get(name) ?? []), ...Array<Fault>(times).fill(fault)]);
    },
    /** From now on a question is heard by nobody, as when the line breaks. */
    deafen: (is = true) => {
      deaf = is;
    },
    login(user = BOT) {
      self = user;
      emit("login", { contactId: user });
    },
    logout() {
      emit("logout", { contactId: self });
      self = "";
    },
    /** Who logs in is known before the line is opened. */
    loggedIn(user = BOT) {
      self = user;
    },
    name: (user: string, name: string) => void names.set(user, name),
    addRoom(id: string, members: readonly string[] = [], owner = "") {
      rooms.set(id, { topic: `T ${id}`, owner, members: [self || BOT, ...members] });
    },
    /** @returns its id */
    say(user: string, text: string, part: Partial<MessagePayload> = {}): string {
      const id = part.id ?? String(next++);
      const payload = { type: 7, talkerId: user, text, timestamp: seconds(), ...part, id };
      messages.set(id, payload as MessagePayload);
      emit("message", { messageId: id });
      return id;
    },
    /** A picture, in pieces. @returns its message's id */
    show(user: string, ...parts: readonly Buffer[]): string {
      const id = String(next++);
      pictures.set(id, parts);
      return this.say(user, "<msg/>", { id, type: 6 });
    },
    /** A message is told again. */
    again: (messageId: string) => emit("message", { messageId }),
    join(roomId: string, user: string, part: Partial<PuppetEvents["room-join"]> = {}) {
      roomOf(roomId).members.push(user);
      const inviteeIdList = [user];
      emit("room-join", { roomId, inviteeIdList, inviterId: "", timestamp: seconds(), ...part });
    },
    leave(roomId: string, user: string, part: Partial<PuppetEvents["room-leave"]> = {}) {
      const room = roomOf(roomId);
      room.members = room.members.filter((one) => one !== user);
      const removeeIdList = [user];
      emit("room-leave", { roomId, removeeIdList, removerId: "", timestamp: seconds(), ...part });
    },
  };
}
