import { parseDuration } from "../core/duration.js";
import type { Instant } from "../core/event.js";
import type { Counts, Shopper } from "./cart.js";
import { refuse, type Verdict } from "./reasons.js";
import type { Promo } from "./schema.js";

/** Who asks, when, and how far this promo is used up. */
type Ask = { readonly member: Shopper; readonly counts: Counts; readonly now: Instant };
/** Tells whether a promo is open to whoever asks: 0, or why not. */
export type Gate = (ask: Ask) => Verdict;

const OUTSIDE = refuse("OUTSIDE_WINDOW");
const NOT_FOR = refuse("NOT_FOR_MEMBER");
const MEMBER = refuse("MEMBER_LIMIT");
const GROUP = refuse("GROUP_LIMIT");
const USES = refuse("USES_SPENT");

/** Compiles everything but the basket that a promo asks for, in the order of the reasons. */
export function compileGate(promo: Promo, open?: (now: Instant) => boolean): Gate | undefined {
  const { who, limits } = promo;
  const gates: Gate[] = [];
  if (open) gates.push(({ now }) => (open(now) ? 0 : OUTSIDE));
  if (who) gates.push(whoGate(who));
  const member = limits?.member?.max;
  if (member !== undefined)
    gates.push(({ counts }) => ((counts.member ?? 0) < member ? 0 : MEMBER));
  const group = limits?.group?.max;
  if (group !== undefined) gates.push(({ counts }) => ((counts.group ?? 0) < group ? 0 : GROUP));
  const uses = limits?.uses;
  if (uses !== undefined) gates.push(({ counts }) => ((counts.uses ?? 0) < uses ? 0 : USES));
  const [only] = gates;
  if (gates.length < 2) return only;
  return (ask) => {
    for (const gate of gates) {
      const verdict = gate(ask);
      if (verdict !== 0) return verdict;
    }
    return 0;
  };
}

function whoGate({ tags, new_within }: NonNullable<Promo["who"]>): Gate {
  const within = new_within === undefined ? undefined : (parseDuration(new_within) ?? 0);
  return ({ member, now }) => {
    if (tags && !member.tags.some((tag) => tags.includes(tag))) return NOT_FOR;
    if (within === undefined) return 0;
    return member.joinedAt !== undefined && now - member.joinedAt <= within ? 0 : NOT_FOR;
  };
}
