import type { Act } from "../../core/ledger-entry.js";
import type { AccountLimits, Most, Shares } from "./limits.js";
import { isLookUp, type LookUp } from "./look-up.js";
import { HOUR_MS, type Part, partsOf } from "./parts.js";

/** What a client allows itself of what the account may do. */
export type OwnLimits = {
  readonly acts: readonly Most[];
  readonly images: readonly Most[];
  readonly unasked: readonly Most[];
  readonly sameText?: Most | undefined;
};

/** At most so many of `counts` in a window, or an act that it `holds` waits. */
export type Rule = Most & {
  /** What it counts, in operators' words: `acts`, `answers`, `members`, `unasked`, `image`, `reads`, `group`. */
  readonly of: string;
  /** Of this client only. */
  readonly client?: string;
  /** How much of the limit this is where some of it is kept for others. */
  readonly part?: Part;
  /** Grows with the account's age. */
  readonly warms: boolean;
  readonly counts: (act: Act) => boolean;
  readonly holds: (act: Act) => boolean;
  /** Each key has a count of its own. */
  readonly key: (act: Act) => string;
};

const isAct = (act: Act) => !isLookUp(act);
const isUnasked = (act: Act) => isAct(act) && act.for === "nobody";
const isAnswer = (act: Act) => isAct(act) && act.for === "members";
const isAsked = (act: Act) => isAct(act) && act.for !== "nobody";
const isMembers = (act: Act) => isAct(act) && act.for !== "operators";
const isImage = ({ kind }: Act) => kind === "image";
const both = (one: Of["is"], other: Of["is"]) => (act: Act) => one(act) && other(act);
const all = () => "";

type Of = Pick<Rule, "of" | "warms"> & Partial<Rule> & { readonly is: (act: Act) => boolean };
const rule = (most: Most, { is, ...of }: Of): Rule => ({
  key: all,
  ...most,
  counts: is,
  holds: is,
  ...of,
});

/**
 * A limit of which something is kept. What members are told looks at all that was done, so that it leaves operators
 * their part whatever they have used before; answers look at all but posts.
 */
function shared(most: Most, shares: Shares, of: Of): Rule[] {
  const { butOperators, answers } = partsOf(most, shares);
  const { is } = of;
  const isActs = of.of === "acts";
  return [
    rule(most, of),
    rule(most, {
      ...{ ...of, of: isActs ? "members" : of.of, part: butOperators },
      ...{ counts: is, holds: both(is, isMembers) },
    }),
    rule(most, {
      ...{ ...of, of: isActs ? "answers" : of.of, part: answers },
      ...{ counts: both(is, isAsked), holds: both(is, isAnswer) },
    }),
  ];
}

/** All that holds for an account, but its gaps and its same texts. */
export function accountRules(limits: AccountLimits): readonly Rule[] {
  const { acts, kinds, reads, unasked, shares, perGroup } = limits;
  return [
    ...acts.flatMap((most) => {
      const warms = most.withinMs >= HOUR_MS;
      const part = partsOf(most, shares).unasked;
      return [
        ...shared(most, shares, { of: "acts", warms, is: isAct }),
        rule(most, { of: "unasked", warms, part, is: isUnasked }),
      ];
    }),
    ...unasked.map((most) => rule(most, { of: "unasked", warms: true, is: isUnasked })),
    ...Object.entries(kinds).flatMap(([kind, list]) =>
      list.flatMap((most) => {
        const of = { of: kind, warms: false, is: (act: Act) => act.kind === kind };
        // Effects are nobody's answer.
        return kind === "image" ? shared(most, shares, of) : [rule(most, of)];
      }),
    ),
    ...reads.most.flatMap((most) => readRules(most, reads.shares)),
    ...(perGroup ? [perGroupRule(perGroup)] : []),
  ];
}

/** What one client allows itself on top of that. What operators are told is not held by it. */
export function clientRules(client: string, own: OwnLimits, shares: Shares): readonly Rule[] {
  const its = (is: (act: Act) => boolean) => (act: Act) => act.client === client && is(act);
  const of = { client, warms: false };
  const kept = (most: Most, what: string, is: (act: Act) => boolean) => [
    rule(most, { ...of, of: what, is: its(is) }),
    rule(most, {
      ...{ ...of, of: what === "acts" ? "answers" : what },
      ...{ part: partsOf(most, shares).butPosts, is: its(both(is, isAnswer)) },
    }),
  ];
  return [
    ...own.acts.flatMap((most) => kept(most, "acts", isMembers)),
    ...own.images.flatMap((most) => kept(most, "image", both(isImage, isMembers))),
    ...own.unasked.map((most) => rule(most, { ...of, of: "unasked", is: its(isUnasked) })),
  ];
}

function readRules(most: Most, { names, faces, lists, both: together }: ReadShares): Rule[] {
  const of = { of: "reads", warms: false } as const;
  const share = (percent: number) => (whole: number) => Math.floor((whole * percent) / 100);
  const kind =
    (...wanted: readonly LookUp[]) =>
    (act: Act) =>
      wanted.some((one) => one === act.kind);
  const isOwn = (act: Act) => isLookUp(act) && act.kind !== "look";
  return [
    rule(most, { ...of, is: isLookUp }),
    rule(most, { ...of, part: share(together), counts: isLookUp, is: isOwn, holds: isOwn }),
    rule(most, { ...of, part: share(names), is: kind("name", "face") }),
    rule(most, { ...of, part: share(faces), is: kind("face") }),
    rule(most, { ...of, part: share(lists), is: kind("read") }),
  ];
}
type ReadShares = AccountLimits["reads"]["shares"];

function perGroupRule(most: Most): Rule {
  const is = (act: Act) => isUnasked(act) && act.chat !== undefined;
  return rule(most, { of: "group", warms: false, is, key: ({ chat }) => chat ?? "" });
}

/** How many a rule lets through for an account that may do so many percent, at least one. */
export function mostOf({ most, part, warms }: Rule, percent: number): number {
  const whole = Math.max(1, Math.floor((most * (warms ? percent : 100)) / 100));
  return Math.max(1, part ? part(whole) : whole);
}
