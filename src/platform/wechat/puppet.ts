/**
 * What is used of a puppet: the events and calls of `Puppet` in wechaty-puppet 1.21 and in @juzi/wechaty-puppet 1.0,
 * both of which are assignable. The Wechaty object over it loses joins without an inviter and leaves by unknown
 * removers, so it isn't used. Whatever a puppet says is untrusted: a payload may lack what its type promises.
 */
export type Puppet = {
  readonly on: Subscribing;
  readonly off: Subscribing;

  /** Rejects when the puppet's server can't be had, or resolves after 5 s all the same. */
  start(): Promise<void>;
  /** Answered by the event `dong` with the same data, or not at all. */
  ding(data?: string): void;

  messagePayload(messageId: string): Promise<MessagePayload>;
  /** @returns the message's id; puppets that don't tell it resolve with nothing */
  messageSendText(to: string, text: string, mentionIds?: string[]): Promise<unknown>;
  messageSendFile(to: string, file: PuppetFile): Promise<unknown>;

  /** `type`: 2 as large as phones show it (`ImageType` of wechaty-puppet). */
  messageImage(messageId: string, type: 2): Promise<PictureFile>;

  contactPayload(contactId: string): Promise<ContactPayload>;

  roomList(): Promise<string[]>;
  /** What is kept of it may be old: who is in is asked by `roomMemberList`. */
  roomPayload(roomId: string): Promise<RoomPayload>;
  /** Asks the server each time: who is in now, the bot included. */
  roomMemberList(roomId: string): Promise<string[]>;
  roomMemberPayload(roomId: string, contactId: string): Promise<RoomMemberPayload>;
};

/** One overload for each event: a generic one isn't what the classes of both packages are assignable to. */
type Subscribing = Together<{ [E in keyof PuppetEvents]: Subscribe<E> }[keyof PuppetEvents]>;
type Subscribe<E extends keyof PuppetEvents> = (
  event: E,
  listener: (payload: PuppetEvents[E]) => void,
) => unknown;
type Together<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer A) => void
  ? A
  : never;

/** A FileBox of the package file-box. */
type PuppetFile = { readonly name: string; toBase64(): Promise<string> };

/** A FileBox that is read; a service may send it piece by piece. */
type PictureFile = { toStream(): Promise<AsyncIterable<unknown>> };

/** A puppet on its line. */
export type OpenPuppet = {
  readonly puppet: Puppet;
  /** Makes of a picture what the puppet can send. */
  readonly fileOf: (bytes: Buffer, name: string) => PuppetFile;
  /** Lets go of the line. The other end goes on: to stop it would log the account out. */
  readonly disconnect: () => void;
};

/** Its events by name, each with its payload. */
export type PuppetEvents = {
  /** `status`: 2 wait for somebody to scan, 3 scanned, 4 confirmed, 5 run out (`SCAN`). */
  readonly scan: { readonly status: number; readonly qrcode?: string };
  readonly login: { readonly contactId: string };
  readonly logout: { readonly contactId: string; readonly data?: string };
  /** Contacts and rooms are synchronised; some puppets never say so. */
  readonly ready: { readonly data?: string };
  readonly dong: { readonly data?: string };
  readonly heartbeat: { readonly data?: string };
  /** JSON made by GError; of a stream that broke its `code` is the gRPC status (14, 1). */
  readonly error: { readonly data?: string; readonly gerror?: string };
  readonly message: { readonly messageId: string };
  /** An unknown invitee and an inviter that nobody knows come as "" or are left out. */
  readonly "room-join": {
    readonly roomId: string;
    readonly inviteeIdList: string[];
    readonly inviterId: string;
    readonly timestamp: number;
  };
  readonly "room-leave": {
    readonly roomId: string;
    readonly removeeIdList: string[];
    readonly removerId: string;
    readonly timestamp: number;
  };
  readonly "room-topic": {
    readonly roomId: string;
    readonly newTopic: string;
    readonly oldTopic: string;
    readonly changerId: string;
    readonly timestamp: number;
  };
  readonly "room-invite": { readonly roomInvitationId: string };
  readonly friendship: { readonly friendshipId: string };
};

/** `MessageType` of wechaty-puppet, as far as it matters here. */
export const MESSAGE = {
  unknown: 0,
  chatHistory: 4,
  image: 6,
  text: 7,
  recalled: 13,
  system: 18,
} as const;
/** `ScanStatus` of wechaty-puppet. */
export const SCAN = { waiting: 2, scanned: 3, confirmed: 4, timeout: 5 } as const;

export type MessagePayload = {
  readonly id: string;
  readonly type: number;
  readonly talkerId: string;
  /** Set when it was said in a group. */
  readonly roomId?: string;
  readonly listenerId?: string;
  readonly text?: string;
  readonly mentionIdList?: string[];
  /** Seconds of some puppets, milliseconds of others. */
  readonly timestamp: number;
};

type ContactPayload = {
  readonly id: string;
  readonly name: string;
  /** 0 unknown, 1 a person, 2 an official account, 3 of a company. */
  readonly type: number;
  readonly friend?: boolean;
  /** The name that the account gave them. */
  readonly alias?: string;
};

type RoomPayload = { readonly id: string; readonly topic: string; readonly ownerId?: string };

type RoomMemberPayload = {
  readonly id: string;
  readonly name: string;
  /** The name that they gave themselves in this group. */
  readonly roomAlias?: string;
  readonly inviterId?: string;
};
