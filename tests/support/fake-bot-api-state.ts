import { createFloodWindows } from "./fake-bot-api-flood.js";
import { FakeRefusal } from "./fake-bot-api-refusal.js";

/** What a member of the fake Telegram is called by. */
export type FakeUser = {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
};
type Chat = {
  readonly id: number;
  title: string;
  botIn: boolean;
  admin: boolean;
  movedTo?: number;
  readonly members: Map<number, FakeUser>;
  /** Who asks, and by which link. */
  readonly requests: Map<number, { readonly user: FakeUser; readonly link?: FakeLink }>;
};
/** A link by which people ask to join. */
export type FakeLink = {
  readonly invite_link: string;
  readonly creator: FakeUser;
  readonly creates_join_request: boolean;
  readonly is_primary: boolean;
  readonly is_revoked: boolean;
  readonly name?: string;
};
/** An update of the fake: its id and one part. */
export type FakeUpdate = { readonly update_id: number } & Readonly<Record<string, unknown>>;
/** What the bot has sent. */
export type SentMessage = {
  readonly chat_id: number;
  readonly text: string;
  readonly at: number;
  readonly method: string;
  readonly message_thread_id?: number;
  /** The picture's bytes; its text is empty. */
  readonly photo?: Buffer;
};
/** How something is said: in private, or with more than its text. */
export type Saying = { readonly direct?: boolean; readonly part?: object };
const DEFAULT_KINDS: ReadonlySet<string> = new Set([
  "message",
  "edited_message",
  "callback_query",
  "my_chat_member",
  "chat_join_request",
]);

/** Chats, people and pending updates of the fake Telegram, and the deeds that change them. */
export class FakeTelegram {
  readonly sent: SentMessage[] = [];
  readonly bot: FakeUser;
  onUpdate: () => void = () => undefined;
  /** What time it is at the fake. */
  now: () => number = Date.now;
  readonly #flood: { readonly spend: (chat: number) => void } | undefined;
  readonly #privacy: boolean;
  readonly #chats = new Map<number, Chat>();
  readonly #reachable = new Set<number>();
  #updates: FakeUpdate[] = [];
  #nextUpdate = 1;
  #nextMessage = 1;
  readonly #links = new Map<string, FakeLink>();
  readonly #files = new Map<string, Buffer>();
  #kinds = DEFAULT_KINDS;

  constructor(botId: number, flood: boolean, privacy: boolean) {
    this.#flood = flood ? createFloodWindows() : undefined;
    this.#privacy = privacy;
    this.bot = { id: botId, is_bot: true, first_name: "Bot", username: "fake_bot" };
  }

  chat(id: number): Chat {
    const known = this.#chats.get(id);
    if (known) return known;
    const made: Chat = {
      id,
      title: `Group ${id}`,
      botIn: true,
      admin: true,
      members: new Map(),
      requests: new Map(),
    };
    this.#chats.set(id, made);
    return made;
  }

  addBot(id: number, title: string, status: "administrator" | "member" | "left"): void {
    const chat = this.chat(id);
    chat.title = title || chat.title;
    const before = chat.admin ? "administrator" : chat.botIn ? "member" : "left";
    chat.botIn = status !== "left";
    chat.admin = status === "administrator";
    this.#emit("my_chat_member", {
      ...this.#head(chat, this.bot),
      old_chat_member: { status: before, user: this.bot },
      new_chat_member: { status, user: this.bot, can_invite_users: status === "administrator" },
    });
  }

  join(id: number, user: FakeUser, link?: FakeLink): void {
    const chat = this.chat(id);
    if (chat.members.has(user.id)) return;
    chat.members.set(user.id, user);
    this.#service(chat, user, { new_chat_members: [user] });
    this.#standing(chat, user, ["left", "member"], link ? { invite_link: link } : {});
  }

  leave(id: number, user: FakeUser): void {
    const chat = this.chat(id);
    if (!chat.members.delete(user.id)) return;
    this.#service(chat, user, { left_chat_member: user });
    this.#standing(chat, user, ["member", "left"]);
  }

  requestJoin(id: number, user: FakeUser, link?: FakeLink): void {
    const chat = this.chat(id);
    const by = link ? { invite_link: link } : {};
    chat.requests.set(user.id, { user, ...(link ? { link } : {}) });
    this.#reachable.add(user.id);
    if (chat.admin)
      this.#emit("chat_join_request", { ...this.#head(chat, user), user_chat_id: user.id, ...by });
  }

  knowsLink = (address: string): boolean => this.#links.has(address);

  /** A link that there is; or one of this name that another admin made. */
  linkAt(address: string): FakeLink {
    const link = this.#links.get(address);
    if (!link) throw new Error(`there is no link ${address}`);
    return link;
  }

  /** Keeps a file, for a photo's message. @returns the photo's sizes */
  photo(bytes: Buffer): object[] {
    const large = `photo-${this.#files.size + 1}`;
    this.#files.set(large, bytes);
    this.#files.set(`${large}-small`, bytes.subarray(0, 900));
    return [
      { file_id: `${large}-small`, file_unique_id: "s", width: 90, height: 90, file_size: 900 },
      { file_id: large, file_unique_id: "l", width: 900, height: 900, file_size: bytes.length },
    ];
  }

  file(id: string): Buffer {
    const bytes = this.#files.get(id);
    if (!bytes) throw new FakeRefusal(400, "Bad Request: invalid file_id");
    return bytes;
  }

  /** @param part what else the message has, or has instead: where it was forwarded from, an earlier date. */
  say(
    id: number,
    user: FakeUser,
    text: string,
    { direct = false, part = {} }: Saying = {},
  ): number {
    const ids = this.#id();
    const message = { ...ids, text, ...part };
    if (direct) {
      this.#reachable.add(user.id);
      const chat = { id: user.id, type: "private", first_name: user.first_name };
      this.#emit("message", { chat, from: user, date: this.#seconds(), ...message });
      return ids.message_id;
    }
    const chat = this.chat(id);
    if (!user.is_bot) chat.members.set(user.id, user);
    // In privacy mode a bot that is no admin hears commands only.
    if (!this.#privacy || chat.admin || text.startsWith("/"))
      this.#emit("message", { ...this.#head(chat, user), ...message });
    return ids.message_id;
  }

  edit(id: number, user: FakeUser, message: object): void {
    const head = this.#head(this.chat(id), user);
    this.#emit("edited_message", { ...head, edit_date: this.#seconds(), ...message });
  }

  migrate(id: number, to: number): void {
    const old = this.chat(id);
    this.#chats.set(to, { ...old, id: to });
    old.movedTo = to;
    this.#service(old, this.bot, { migrate_to_chat_id: to });
    this.#service(this.chat(to), this.bot, { migrate_from_chat_id: id });
  }

  /** What nobody has confirmed yet. */
  pending = (): readonly FakeUpdate[] => this.#updates;

  /** Forgets what `offset` confirms, and gives what may be delivered from there. */
  updates(offset: number, limit: number, allowed: unknown): FakeUpdate[] {
    if (Array.isArray(allowed)) {
      this.#kinds = allowed.length === 0 ? DEFAULT_KINDS : new Set(allowed.map(String));
    }
    this.#updates = this.#updates.filter(
      (update) =>
        update.update_id >= offset && Object.keys(update).some((key) => this.#kinds.has(key)),
    );
    return this.#updates.slice(0, limit);
  }

  send(id: number, text: string, topic?: number): object {
    if (text === "") throw new FakeRefusal(400, "Bad Request: message text is empty");
    if (text.length > 4096) throw new FakeRefusal(400, "Bad Request: message is too long");
    const thread = topic === undefined ? {} : { message_thread_id: topic };
    return this.#deliver(id, { text, method: "sendMessage", ...thread });
  }

  /** Takes PNGs only, of at most 10 MB. */
  sendPhoto(id: number, photo: unknown): object {
    if (!Buffer.isBuffer(photo)) throw new FakeRefusal(400, "Bad Request: there is no photo");
    if (photo.length > 10_000_000) throw new FakeRefusal(413, "Request Entity Too Large");
    if (photo.readUInt32BE(0) !== 0x89504e47) {
      throw new FakeRefusal(400, "Bad Request: IMAGE_PROCESS_FAILED");
    }
    return this.#deliver(id, { text: "", method: "sendPhoto", photo });
  }

  #deliver(id: number, said: Omit<SentMessage, "chat_id" | "at">): object {
    const direct = id > 0;
    if (direct && !this.#reachable.has(id)) {
      throw new FakeRefusal(403, "Forbidden: bot can't initiate conversation with a user");
    }
    const chat = direct ? { id, type: "private" } : this.#shown(this.known(id));
    this.#flood?.spend(id);
    this.sent.push({ chat_id: id, at: Date.now(), ...said });
    return { ...this.#id(), chat, from: this.bot, date: this.#seconds(), text: said.text };
  }

  /** What the bot is in a chat. */
  statusOf(id: number): string {
    const { admin, botIn } = this.known(id);
    return admin ? "administrator" : botIn ? "member" : "left";
  }

  count(id: number): number {
    return this.known(id).members.size + 1;
  }

  link(id: number, name?: string, asks = true, creator = this.bot): FakeLink {
    this.#adminOf(id);
    if (name !== undefined && [...name].length > 32)
      throw new FakeRefusal(400, "Bad Request: invite link name is too long");
    const link: FakeLink = {
      ...{ invite_link: `https://t.me/+fake${Math.abs(id)}x${this.#links.size + 1}`, creator },
      ...{ creates_join_request: asks, is_primary: false, is_revoked: false },
      ...(name === undefined ? {} : { name }),
    };
    this.#links.set(link.invite_link, link);
    return link;
  }

  approve(id: number, userId: number): void {
    const chat = this.#adminOf(id);
    if (chat.members.has(userId)) {
      throw new FakeRefusal(400, "Bad Request: USER_ALREADY_PARTICIPANT");
    }
    const { user, link } = this.#takeRequest(chat, userId);
    this.join(id, user, link);
  }

  decline(id: number, userId: number): void {
    this.#takeRequest(this.#adminOf(id), userId);
  }

  known(id: number): Chat {
    const chat = this.#chats.get(id);
    if (!chat) throw new FakeRefusal(400, "Bad Request: chat not found");
    if (chat.movedTo !== undefined) {
      const text = "Bad Request: group chat was upgraded to a supergroup chat";
      throw new FakeRefusal(400, text, { migrate_to_chat_id: chat.movedTo });
    }
    if (!chat.botIn) throw new FakeRefusal(403, "Forbidden: bot was kicked from the group chat");
    return chat;
  }

  #adminOf(id: number): Chat {
    const chat = this.known(id);
    if (!chat.admin) throw new FakeRefusal(400, "Bad Request: not enough rights");
    return chat;
  }

  #takeRequest(chat: Chat, userId: number): { user: FakeUser; link?: FakeLink } {
    const request = chat.requests.get(userId);
    if (!request) throw new FakeRefusal(400, "Bad Request: HIDE_REQUESTER_MISSING");
    chat.requests.delete(userId);
    return request;
  }

  #standing(
    chat: Chat,
    user: FakeUser,
    [before, after]: readonly [before: string, after: string],
    part: object = {},
  ): void {
    if (!chat.admin) return;
    this.#emit("chat_member", {
      ...this.#head(chat, user),
      ...part,
      old_chat_member: { status: before, user },
      new_chat_member: { status: after, user },
    });
  }

  #service(chat: Chat, from: FakeUser, part: object): void {
    this.#emit("message", { ...this.#head(chat, from), ...this.#id(), ...part });
  }

  #head(chat: Chat, from: FakeUser): object {
    return { chat: this.#shown(chat), from, date: this.#seconds() };
  }

  #shown({ id, title }: Chat): object {
    return { id, title, type: String(id).startsWith("-100") ? "supergroup" : "group" };
  }

  #seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  #id(): { message_id: number } {
    return { message_id: this.#nextMessage++ };
  }

  #emit(kind: string, part: object): void {
    this.#updates.push({ update_id: this.#nextUpdate++, [kind]: part });
    this.onUpdate();
  }
}
