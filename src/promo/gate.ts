import { parseDuration } from "../core/duration.js";
import type { Instant } from "../core/event.js";
import type { Counts, Shopper } from "./cart.js";
import { refuse, type Verdict } from "./reasons.js";
import type { Promo } from "./schema.js";

/** Tells whether a promo, used up so far, is open to a member at a time: 0, or why not. */
export type Gate = (counts: Counts, member: Shopper, now: Instant) => Verdict;

const OUTSIDE = refuse("OUTSIDE_WINDOW");
const NOT_FOR = refuse("NOT_FOR_MEMBER");
const MEMBER = refuse("MEMBER_LIMIT");
const GROUP = refuse("GROUP_LIMIT");
const USES = refuse("USES_SPENT");

/** Compiles everything but the basket that a promo asks for, in the order of the reasons. */
export function compileGate(promo: Promo, open?: (now: Instant) => boolean): Gate | undefined {
  const { who, limits } = promo;
  const gates: Gate[] = [];
  if (open) gates.push((_counts, _member, now) => (open(now) ? 0 : OUTSIDE));
  if (who) gates.push(whoGate(who));
  if (limits) gates.push(limitGate(limits));
  const [first, ...others] = gates;
  return others.reduce(both, first);
}

/** The first verdict that is no 0 counts. */
const both = (one: Gate | undefined, other: Gate): Gate =>
  one ? (counts, member, now) => one(counts, member, now) || other(counts, member, now) : other;

function limitGate({ member, group, uses }: NonNullable<Promo["limits"]>): Gate {
  const none = Number.MAX_SAFE_INTEGER;
  const [perMember, perGroup, all] = [member?.max ?? none, group?.max ?? none, uses ?? none];
  return (counts) => {
    if ((counts.member ?? 0) >= perMember) return MEMBER;
    if ((counts.group ?? 0) >= perGroup) return GROUP;
    return (counts.uses ?? 0) >= all ? USES : 0;
  };
}

function whoGate({ tags, new_within }: NonNullable<Promo["who"]>): Gate {
  const within = new_within === undefined ? undefined : (parseDuration(new_within) ?? 0);
  return (_counts, member, now) => {
    if (tags && !member.tags.some((tag) => tags.includes(tag))) return NOT_FOR;
    if (within === undefined) return 0;
    return member.joinedAt !== undefined && now - member.joinedAt <= within ? 0 : NOT_FOR;
  };
}
