import type { Person } from "../../core/event.js";

type Compared = {
  /** Who is in the chat by the platform. A name that isn't known yet is "". */
  readonly listed: readonly Person[];
  /** Who is in it by what was told: users. */
  readonly known: readonly string[];
  /** This chat was compared before. */
  readonly before: boolean;
  /** So many comparisons in a row were doubted. */
  readonly doubts: number;
  /** The platform's own count of the people, the bot not among them; undefined where it gives none. */
  readonly count: number | undefined;
  /** So many comparisons in a row left somebody out because their name wasn't known. */
  readonly nameless: number;
};

/** What a comparison tells. */
export type Outcome =
  /** It is a beginning: these are in, and these aren't, and nobody is told. */
  | {
      readonly kind: "adopt";
      readonly inside: readonly Person[];
      readonly outside: readonly string[];
    }
  /** These came and went unseen; `greeted` of those who came at most. */
  | {
      readonly kind: "moves";
      readonly came: readonly Person[];
      readonly went: readonly string[];
      readonly greeted: number;
      /** Somebody waits for their name. */
      readonly waits: boolean;
    }
  /** The list is not believed. */
  | { readonly kind: "doubt" };

/** More than that is no greeting but a page. */
const GREETED = 10;
/** So many may go at once without a doubt. */
const FEW = 3;
/** A crowd of that size in a group that had fewer members is a chat that wasn't known. */
const CROWD = 20;
/** A list that goes on saying the same is believed, where the platform's count agrees. */
const BELIEVED_AFTER = 2;
const NAMED_AFTER = 5;

/**
 * Compares a platform's list of members with what is known. A short list is doubted: where half of the people would
 * be gone at once it is more likely that the platform left them out, unless it goes on saying so and its own count
 * agrees.
 */
export function compare(of: Compared): Outcome {
  const { listed, known, before, doubts, count, nameless } = of;
  const users = new Set(listed.map(({ user }) => user));
  const inside = new Set(known);
  const missing = listed.filter(({ user }) => !inside.has(user));
  const went = known.filter((user) => !users.has(user));
  if (listed.length === 0 && known.length > 0) return { kind: "doubt" };
  if (!before) return { kind: "adopt", inside: missing, outside: went };
  const isShort = went.length > FEW && 2 * went.length >= known.length;
  const agrees = count !== undefined && Math.abs(count - users.size) <= 1;
  if (isShort && !(doubts >= BELIEVED_AFTER && agrees)) return { kind: "doubt" };
  if (missing.length > Math.max(CROWD, known.length))
    return { kind: "adopt", inside: missing, outside: went };
  const patient = nameless < NAMED_AFTER;
  const came = missing.filter(({ name }) => name !== "" || !patient);
  return {
    ...{ kind: "moves", came, went, greeted: Math.min(GREETED, came.length) },
    waits: came.length < missing.length,
  };
}
