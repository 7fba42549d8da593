import type { Action, Receipt } from "../core/action.js";
import type { Event, Instant, Person, Place } from "../core/event.js";

export type Capability =
  | "send_text"
  | "send_image"
  | "invite_link"
  | "join_request"
  | "member_count"
  | "member_list"
  | "join_event"
  | "leave_event"
  | "direct_message"
  | "stable_ids";

/** How fast an account may send; undefined means without limit. */
export type SendLimits = {
  /** At most so many in any second, counted from when they ended. */
  readonly perSecond: number;
  readonly minGapMs: number;
  readonly groupGapMs: number;
  readonly directGapMs: number;
};

/** Larger pictures than that are not fetched: twice what Telegram makes of a photo. */
export const MOST_PICTURE_BYTES = 1024 * 1024;

type PlatformHealth = {
  readonly ok: boolean;
  /** Time of the last successful poll. */
  readonly lastPollAt?: number;
  /** What an operator should know, each a code with a sentence in the locale files. */
  readonly notes: readonly string[];
  /** Why nothing can leave for now, until it is mended or mends itself: what is to be sent waits. */
  readonly held?: string;
  /** Why the account is of no more use until somebody mends it: it hears nothing and must not send. */
  readonly lost?: string;
};

/**
 * Asks whether an account may look up one thing more: what somebody is called, or what an operator waits for.
 * @returns when there will be room; undefined when it may be done now, and then it is counted
 */
export type AskRoom = (of: {
  readonly kind: "name" | "face" | "look";
  readonly chat?: string | undefined;
}) => Promise<Instant | undefined>;

/** A chat that an account is in, as its platform shows it; `owner` is a user's id. */
export type KnownChat = { readonly chat: string; readonly title: string; readonly owner?: string };

/** One account on a platform. */
export interface Platform {
  /** What it is an account of: `telegram`. */
  readonly id: string;
  /** Its id in this installation, for ever: `telegram` is the first one, `telegram:shop` a further one. */
  readonly account: string;
  /** Who it is on the platform: its own user id there, and the name by which people call it. */
  readonly self: { readonly id: string; readonly name?: string };
  readonly capabilities: ReadonlySet<Capability>;
  readonly limits?: SendLimits;
  /**
   * Which limits of `domain/governor/limits.ts` hold for it, such as `wechat`; else those under its `id`. An account
   * of a kind that isn't there is limited by `limits` alone.
   */
  readonly accountKind?: string;
  /**
   * Begins to deliver events, in order, in batches. The platform's cursor moves only after
   * `onEvents` has resolved. `since` is the id of the last event that was taken in before, of those that
   * begin with the account's own id (`self.id:`). Rejects with a UserError when the account can't be used.
   */
  start(onEvents: (events: readonly Event[]) => Promise<void>, since?: string): Promise<void>;
  /** @throws PlatformFailure, and nothing else. */
  perform(action: Action): Promise<Receipt>;
  /** The platform's own count of a chat's people, the bot included. @throws PlatformFailure */
  count(place: Place): Promise<number>;
  /**
   * Who is in a chat now, without the bot, asked from the platform each time (capability `member_list`). A name
   * that isn't known yet is "": a call looks up a few of them at most. Never empty. @param wished an operator waits
   * for the names @throws PlatformFailure
   */
  members?(place: Place, wished?: "wished"): Promise<readonly Person[]>;
  /**
   * The chats that the account is in now. Only at an operator's wish: some platforms take it for spying.
   * @throws PlatformFailure
   */
  chats?(): Promise<readonly KnownChat[]>;
  /**
   * A picture that came with a message, as it came: at most `MOST_PICTURE_BYTES`. Without it the platform gives
   * none. @throws PlatformFailure `too_long` for a larger one
   */
  picture?(ref: string): Promise<Uint8Array>;
  /**
   * Hands in who says what may be looked up, besides the lists of members and of chats, for which whoever wants them
   * asks. What there is no room for is left out: a name is "" for now.
   */
  limitLookUps?(askRoom: AskRoom): void;
  /**
   * What a QR code has to say that is scanned with the account's phone, while that is how it is logged in; undefined
   * while nothing is to be scanned.
   */
  loginCode?(): string | undefined;
  /**
   * What time it is on the platform, whose events tell theirs by the same clock, and by how many ms that may be
   * off, the coarseness of the events' own times included. Without it this machine's time is right.
   */
  time?(): { readonly at: Instant; readonly within: number };
  health(): PlatformHealth;
  stop(): Promise<void>;
}
