import type { Instant } from "../../core/event.js";
import type { Fact } from "../../core/fact.js";
import type { Touchpoint } from "../../core/touchpoint.js";

/** So many of each member and each group are kept: a week of a group's four unasked lines a day. */
const MOST = 30;

/** What a fact's data says of what the touch speaks for. */
const SPEAKS_FOR = { line: "message", persona: "persona", promo: "promo", coupon: "coupon" };

/**
 * The touches among the facts of one decision, in their order. What was said, nudged or granted at one
 * moment is one touch: a coupon comes with the line after it, a nudge with the line before it.
 * @param seed names the decision; a touch's id is unique with it.
 */
export function touchpointsOf(facts: readonly Fact[], seed: string): readonly Touchpoint[] {
  const touches: Touchpoint[] = [];
  const add = (fact: Fact, n: number) =>
    touches.push({ id: `${seed}/${n}`, at: seenAt(fact), of: spokenFor(fact) });
  const extend = (touch: Touchpoint, fact: Fact) => {
    touches[touches.length - 1] = { ...touch, of: { ...touch.of, ...spokenFor(fact) } };
  };
  facts.forEach((fact, n) => {
    const before = touches.at(-1);
    if (fact.kind === "coupon_granted") add(fact, n);
    else if (fact.kind === "nudged" && before) extend(before, fact);
    else if (fact.kind === "said_line" || fact.kind === "said_text") {
      if (before && before.of.message === undefined) extend(before, fact);
      else add(fact, n);
    }
  });
  return touches;
}

/** What is still worth keeping, the newest of it when that is too much. */
export function keepTouchpoints(
  kept: readonly Touchpoint[] | undefined,
  fresh: readonly Touchpoint[],
  from: Instant,
): readonly Touchpoint[] {
  const ids = new Set(fresh.map(({ id }) => id));
  const still = (kept ?? []).filter(({ id, at }) => at >= from && !ids.has(id));
  return [...still, ...fresh].slice(-MOST);
}

/** A text that had to wait is seen when it is due. */
const seenAt = ({ at, data }: Fact): Instant => (typeof data?.due === "number" ? data.due : at);

function spokenFor(fact: Fact): Touchpoint["of"] {
  const of: Record<string, string> = {};
  for (const [key, name] of Object.entries(SPEAKS_FOR)) {
    const value = fact.data?.[key];
    if (typeof value === "string") of[name] = value;
  }
  const arm = armOf(fact);
  return arm === "" ? of : { ...of, arm };
}

/** Every experiment with its arm: `tone/b`. */
function armOf({ arms = {} }: Fact): string {
  return Object.entries(arms)
    .map((each) => each.join("/"))
    .sort()
    .join(" ");
}
