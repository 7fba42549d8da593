import type { Instant } from "../../core/event.js";
import type { Told } from "../guard/turn.js";
import type { Headcount } from "./headcount.js";

/**
 * One chat group of a client. Open: a feature declares the fields that it keeps with a group. `id` stays when the platform re-keys the chat.
 */
export interface GroupRecord {
  readonly platform: string;
  /** The account that is in the group and speaks there. */
  readonly account: string;
  readonly chat: string;
  readonly pool: string;
  /** Its place in the pool, from 1; groups fill in this order. */
  readonly n: number;
  readonly title: string;
  /** Seats in use, the bot and approved requests included. */
  readonly taken: number;
  /** The people among them, as counts, joins and leaves tell; absent before the first of these. */
  readonly headcount?: Headcount;
  readonly link?: string;
  readonly admin?: boolean;
  /** The bot is no longer in the group, or muted there. */
  readonly gone?: boolean;
  /** An operator released the chat; it may be another client's now. */
  readonly unbound?: boolean;
  readonly paused?: boolean;
  /** Operators heard that the group is nearly full, and that nobody else can be let in. */
  readonly warned?: boolean;
  readonly toldFull?: boolean;
  /** When a reply last came: reply id -> instant. */
  readonly cooldowns: Readonly<Record<string, Instant>>;
  /** The last unasked messages, for limits. */
  readonly unasked: readonly Instant[];
  /** When the bot last spoke unasked to everybody, not to one member. */
  readonly toAll?: Instant;
  /** When the last text is due; a later one does not overtake it. */
  readonly answered?: Instant;
  /** The variant said last of each line. */
  readonly variants: Readonly<Record<string, number>>;
}

/** A member's place in a group. */
export type SeatRecord = {
  readonly group: string;
  readonly member: string;
  readonly status: "waiting" | "approved" | "in" | "left";
  readonly since: Instant;
  /** When they last came in or went out, by the platform's clock. */
  readonly moved?: Instant;
  /** That they came in this time is known: who is said to come in again is greeted no more. */
  readonly arrived?: boolean;
  /** When the list was made that began the comparisons, by which alone they are in or out. */
  readonly listed?: Instant | undefined;
  /** Their last message that was the first of a day or answered the bot (experiment/speech.ts). */
  readonly spoke?: Instant;
  /** What they were told here lately. */
  readonly told?: readonly Told[];
};
