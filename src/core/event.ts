/** Milliseconds since 1970 UTC. */
export type Instant = number;

/** Where something is said: a chat of a platform account, a group's or one person's. */
export type Place = {
  readonly platform: string;
  readonly chat: string;
  readonly direct: boolean;
  /** The topic of the group where it is said, in a forum. */
  readonly topic?: string;
};

/** A person as the platform shows them; `name` is untrusted text. */
export type Person = { readonly user: string; readonly name: string; readonly bot?: boolean };

/** Whose a message is, and how it came, where it isn't its person's own word to this bot. */
export type Origin =
  /** Said by somebody else or somewhere else before; its person only passed it on. */
  | "forwarded"
  /** A channel's: of the brand's own, which the platform forwards by itself, or in whose name a person posts. */
  | "channel"
  /** An admin's who hides behind the group. */
  | "anonymous"
  /** A person chose it, a bot wrote it. */
  | "via_bot"
  /** Another bot's. */
  | "bot";

type Common = {
  /** Unique per platform and account; a repeated id is the same event. */
  readonly id: string;
  readonly platform: string;
  /** Which of the installation's accounts heard it; an answer goes out by the same one. */
  readonly account: string;
  readonly at: Instant;
  readonly place: Place;
};

export type MessageEvent = Common & {
  readonly kind: "message";
  readonly person: Person;
  /** Absent: the person's own word. */
  readonly origin?: Origin;
  /** What they wrote themselves: without what they quote. */
  readonly text: string;
  /** The picture that came with it, by which the platform gives it (`Platform.picture`). */
  readonly picture?: string;
  readonly messageId: string;
  /** The text names this bot or answers one of its messages. */
  readonly toBot: boolean;
};
/** A person has changed what they said themselves; `at` is when. */
type EditedEvent = Common & {
  readonly kind: "edited";
  readonly person: Person;
  readonly text: string;
  readonly messageId: string;
};
/**
 * The engine's own: somebody was heard whose words are nobody's to act on. They are not told, so that nothing
 * can.
 */
export type OverheardEvent = Common & {
  readonly kind: "overheard";
  readonly person: Person;
  /** Their own word, which came too late to be answered: for those who keep count, and for a wish to be left alone. */
  readonly late?: { readonly text: string };
  /** So many further messages of theirs this one stands for: they said more than anybody reads. */
  readonly more?: number;
};
type JoinedEvent = Common & {
  readonly kind: "joined";
  readonly person: Person;
  /** By whose link they came, where it was made for a source (`invite_link`). */
  readonly source?: string;
  /** Nobody told of it: they are on the platform's list of members. At the latest at this instant. */
  readonly inferred?: true;
  /** Too many came unseen to greet them all. */
  readonly quiet?: true;
};
type LeftEvent = Common & {
  readonly kind: "left";
  readonly person: Person;
  /** Nobody told of it: they are no longer on the list. */
  readonly inferred?: true;
};
/** A person asks for a seat; `reply` is the chat where the bot may answer that person. */
type JoinRequestEvent = Common & {
  readonly kind: "join_request";
  readonly person: Person;
  readonly reply: string;
  /** As of who joins. */
  readonly source?: string;
};
/** What the bot may do in a chat has changed. */
type BotStatusEvent = Common & {
  readonly kind: "bot_status";
  readonly status: "admin" | "member" | "gone";
  readonly title: string;
  /** The right to invite people, which approving join requests needs; absent where nobody asks for a seat. */
  readonly canInvite?: boolean;
};
/** The chat goes on under another id. */
type MigratedEvent = Common & { readonly kind: "migrated"; readonly to: string };
/** An approved person could not be let in; `again` when the request still stands. */
type NotAdmittedEvent = Common & {
  readonly kind: "not_admitted";
  readonly person: Person;
  readonly again: boolean;
};
/** An effect keeps failing, and goes on being tried; `person` is whom it concerns, `why` what the platform said. */
type EffectFailingEvent = Common & {
  readonly kind: "effect_failing";
  readonly effect: "approve_join" | "decline_join" | "invite_link";
  readonly user?: string;
  readonly why: string;
};
/** What the bot said in a group was refused for good, and nobody will hear it; `why` as in the row's outcome. */
type MessageRefusedEvent = Common & { readonly kind: "message_refused"; readonly why: string };
/**
 * The platform shows that it distrusts the account, or may: it refused an act, an act's echo is missing, an act
 * ended nobody knows how, or it put the account out before its time. The place is where that was, or the account's
 * own chat.
 */
type RiskEvent = Common & { readonly kind: "risk"; readonly sign: RiskSign };
export type RiskSign = "refused" | "no_echo" | "failed" | "forced_logout";
/** The platform's own count of the people in a chat, the bot included: of `at`, up to `within` ms earlier or later. */
type CountedEvent = Common & {
  readonly kind: "counted";
  readonly count: number;
  readonly within?: number;
};
/** The link by which people ask to join, or that of a source. */
type LinkEvent = Common & {
  readonly kind: "link";
  readonly link: string;
  readonly source?: string;
};

/** A shop says something of an order of a client; `notice` is read by order/. */
type ShopEvent = Common & {
  readonly kind: "order";
  readonly client: string;
  readonly notice: Notice;
};

/** Opaque here: what order/order.ts calls an OrderNotice. */
type Notice = { readonly kind: string };

export type Event =
  | ShopEvent
  | MessageEvent
  | EditedEvent
  | OverheardEvent
  | JoinedEvent
  | LeftEvent
  | JoinRequestEvent
  | BotStatusEvent
  | NotAdmittedEvent
  | EffectFailingEvent
  | MessageRefusedEvent
  | RiskEvent
  | MigratedEvent
  | CountedEvent
  | LinkEvent;
