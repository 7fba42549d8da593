import { FileBox, type FileBoxInterface } from "file-box";
import { Puppet } from "wechaty-puppet";
import type { Faults } from "./faults.js";
import { befriend } from "./friends.js";
import type { Happening } from "./happening.js";
import { announce, recall, send, toldBefore } from "./messages.js";
import { WechatRefusal } from "./refusal.js";
import { accept, add, leave, qrCode, remove, rename, roster } from "./rooms.js";
import { SETTINGS, type Settings } from "./settings.js";
import { nextId, personOf, roomOf, type World } from "./state.js";

/** The library's class, as far as it is used here; a call that this puppet doesn't know is a TypeError to its client. */
const Base = Puppet as unknown as new () => Pick<
  Puppet,
  "emit" | "login" | "isLoggedIn" | "start" | "stop" | "on" | "listenerCount"
> & { logout(reason?: string): Promise<void> };

const AVATAR = "https://wx.qlogo.cn/mmhead/fake/0";
const LOGIN_CODE = "https://login.weixin.qq.com/l/fake";
const WAITING = 2;
/** Far more than any test looks back at. */
const REMEMBERED = 2_000;

/** A puppet whose WeChat is a world of ours; the library asks for a class. */
export class FakePuppet extends Base {
  settings: Settings = SETTINGS;
  readonly #world: World;
  readonly #faults: Faults;
  /** Called when something has happened. */
  onTold: () => void = () => {};

  constructor(world: World, faults: Faults) {
    super();
    this.#world = world;
    this.#faults = faults;
    // While no client listens, an error would end the process.
    this.on("error", () => {});
  }

  async onStart(): Promise<void> {
    if (!this.settings.loggedIn) this.asksForScan();
    else if (!this.isLoggedIn) this.login(this.#world.state.self);
    this.emit("ready", { data: "fake" });
    for (const told of toldBefore(this.#world, this.settings.replays)) this.#emit(told);
  }

  async onStop(): Promise<void> {}

  /** Somebody, or WeChat itself, logs the account out. */
  async loggedOut(reason = "on the phone"): Promise<void> {
    await super.logout(reason);
  }
  /** Clients call this by themselves when they hear of a logout, and would undo a login in between. */
  override async logout(): Promise<void> {
    await this.#read("logout", [], () => undefined);
  }

  /** A QR code waits for the account's owner. */
  asksForScan(status = WAITING, qrcode = LOGIN_CODE): void {
    this.emit("scan", { status, qrcode });
  }

  /** Tells of what has happened, and remembers it. */
  tell(told: readonly Happening[]): void {
    const { state } = this.#world;
    state.history.push(...told.filter(({ event }) => event !== "dirty"));
    if (state.history.length > REMEMBERED) state.history = state.history.slice(-REMEMBERED);
    this.onTold();
    for (const one of told) this.#emit(one);
  }

  /** Tells the last of it once more. */
  tellAgain(many: number): void {
    for (const one of toldBefore(this.#world, many)) this.#emit(one);
  }

  #emit({ event, payload }: Happening): void {
    const { deaf, twice, spurious, seconds } = this.settings;
    if (deaf !== "no" || !this.isLoggedIn) return;
    const emit = this.emit.bind(this) as (event: string, payload: object) => boolean;
    const shown =
      seconds && "timestamp" in payload
        ? { ...payload, timestamp: Math.floor(payload.timestamp / 1_000) }
        : payload;
    const times = twice && event !== "dirty" ? 2 : 1;
    for (let n = 0; n < times; n++) emit(event, shown);
    if (!spurious || !["room-join", "room-leave", "room-topic"].includes(event)) return;
    for (const what of ["room payload", "member payload"]) {
      emit("error", { data: `timeout of 5000 ms: the ${what} was not refreshed` });
    }
  }

  /** A call from outside. */
  #call<T>(
    method: string,
    args: readonly unknown[],
    deed: () => T | Promise<T>,
    vanished: () => T,
  ) {
    return this.#faults.through({ method, args }, deed, vanished);
  }
  #read<T>(method: string, args: readonly unknown[], deed: () => T | Promise<T>): Promise<T> {
    return this.#call(method, args, deed, () => undefined as T);
  }
  #self(): string {
    if (!this.isLoggedIn) throw new WechatRefusal("logged_out");
    return this.#world.state.self;
  }

  ding(data?: string): void {
    const dong = () => {
      if (this.settings.deaf !== "all") this.emit("dong", { data: data ?? "" });
    };
    void this.#call("ding", [data], dong, () => undefined);
  }

  async messageRawPayload(id: string) {
    return this.#read("messageRawPayload", [id], () => {
      const message = this.#world.state.messages[id];
      if (!message) throw new WechatRefusal("no_such_message");
      const { type, text, mentions, at, image } = message;
      return {
        ...{ id, type, talkerId: message.talker, text, mentionIdList: [...mentions] },
        ...{ roomId: message.room ?? "", listenerId: message.listener ?? "" },
        ...{ filename: image === undefined ? "" : `${id}.png` },
        timestamp: this.settings.seconds ? Math.floor(at / 1_000) : at,
      };
    });
  }
  messageRawPayloadParser = passed;

  messageSendText(to: string, text: string, mentions: readonly string[] = []) {
    return this.#send("messageSendText", { to, text, mentions });
  }
  async messageSendFile(to: string, file: FileBoxInterface) {
    const image = (await file.toBuffer()).toString("base64");
    return this.#send("messageSendFile", { to, text: "", image });
  }
  async #send(method: string, sending: Parameters<typeof send>[1]): Promise<string | undefined> {
    const told = () => {
      this.#self();
      const sent = send(this.#world, sending);
      this.tell(this.settings.echo ? sent.told : []);
      return sent.id;
    };
    const id = await this.#call(method, [sending.to, sending.text], told, () =>
      nextId(this.#world, "message"),
    );
    return this.settings.tellsIds ? id : undefined;
  }
  messageRecall(id: string): Promise<boolean> {
    const taken = () => {
      this.tell(recall(this.#world, this.#self(), id).told);
      return true;
    };
    return this.#call("messageRecall", [id], taken, () => true);
  }
  async messageFile(id: string): Promise<FileBoxInterface> {
    return this.#read("messageFile", [id], () => {
      const image = this.#world.state.messages[id]?.image;
      if (image === undefined) throw new WechatRefusal("no_such_message");
      return FileBox.fromBase64(image, `${id}.png`);
    });
  }
  messageImage(id: string): Promise<FileBoxInterface> {
    return this.messageFile(id);
  }

  contactList(): Promise<string[]> {
    return this.#read("contactList", [], () => Object.keys(this.#world.state.people));
  }
  contactRawPayload(id: string) {
    return this.#read("contactRawPayload", [id], () => {
      const { name, type, friend } = personOf(this.#world, id);
      return { id, name, type, friend, gender: 0, avatar: AVATAR, phone: [] };
    });
  }
  contactRawPayloadParser = passed;

  roomList(): Promise<string[]> {
    const { self, rooms } = this.#world.state;
    return this.#read("roomList", [], () =>
      Object.values(rooms).flatMap(({ id, members }) => (members[self] ? [id] : [])),
    );
  }
  roomRawPayload(id: string) {
    return this.#read("roomRawPayload", [id], () => {
      const { topic, owner, admins, members } = roomOf(this.#world, id);
      const memberIdList = Object.keys(members);
      return { id, topic, ownerId: owner, adminIdList: [...admins], memberIdList, avatar: AVATAR };
    });
  }
  roomRawPayloadParser = passed;
  roomMemberList(id: string): Promise<string[]> {
    return this.#read("roomMemberList", [id], () => roster(this.#world, id));
  }
  roomMemberRawPayload(id: string, person: string) {
    return this.#read("roomMemberRawPayload", [id, person], () => {
      const member = roomOf(this.#world, id).members[person];
      if (!member) throw new WechatRefusal("not_a_member");
      const { name } = personOf(this.#world, person);
      return {
        ...{ id: person, name, roomAlias: member.alias, inviterId: member.inviter },
        avatar: AVATAR,
      };
    });
  }
  roomMemberRawPayloadParser = passed;
  roomAdd(room: string, person: string): Promise<void> {
    return this.#do("roomAdd", [room, person], (self) => add(this.#world, self, room, person));
  }
  roomDel(room: string, person: string): Promise<void> {
    return this.#do("roomDel", [room, person], (self) => remove(this.#world, self, room, person));
  }
  roomQuit(room: string): Promise<void> {
    return this.#do("roomQuit", [room], (person) => leave(this.#world, { room, person }));
  }
  async roomTopic(room: string, topic?: string): Promise<string> {
    if (topic !== undefined) {
      await this.#do("roomTopic", [room, topic], (self) => rename(this.#world, self, room, topic));
    }
    return this.#read("roomTopic", [room], () => roomOf(this.#world, room).topic);
  }
  async roomAnnounce(room: string, text?: string): Promise<string> {
    if (text !== undefined) {
      await this.#do("roomAnnounce", [room, text], (self) => {
        return announce(this.#world, self, room, text).told;
      });
    }
    return this.#read("roomAnnounce", [room], () => roomOf(this.#world, room).announcement);
  }
  roomQRCode(room: string): Promise<string> {
    return this.#read("roomQRCode", [room], () => qrCode(this.#world, this.#self(), room));
  }
  #do(method: string, args: readonly unknown[], deed: (self: string) => readonly Happening[]) {
    return this.#call(
      method,
      args,
      () => this.tell(deed(this.#self())),
      () => undefined,
    );
  }

  roomInvitationRawPayload(id: string) {
    return this.#read("roomInvitationRawPayload", [id], () => {
      const card = this.#world.state.cards[id];
      if (!card) throw new WechatRefusal("no_such_card");
      const { topic, members } = roomOf(this.#world, card.room);
      const memberIdList = Object.keys(members);
      return {
        ...{ id, topic, inviterId: card.inviter, receiverId: card.receiver, avatar: AVATAR },
        ...{ invitation: "", memberIdList, memberCount: memberIdList.length, timestamp: card.at },
      };
    });
  }
  roomInvitationRawPayloadParser = passed;
  roomInvitationAccept(id: string): Promise<void> {
    return this.#do("roomInvitationAccept", [id], () => accept(this.#world, id));
  }

  friendshipRawPayload(id: string) {
    return this.#read("friendshipRawPayload", [id], () => {
      const asked = this.#world.state.requests[id];
      if (!asked) throw new WechatRefusal("no_such_request");
      const { from, hello, at } = asked;
      return { id, contactId: from, hello, timestamp: at, type: 2, ticket: "", stranger: "" };
    });
  }
  friendshipRawPayloadParser = passed;
  friendshipAccept(id: string): Promise<void> {
    return this.#do("friendshipAccept", [id], () => befriend(this.#world, id));
  }
}

async function passed<T>(payload: T): Promise<T> {
  return payload;
}
