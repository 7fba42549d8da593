import type { Act } from "../../core/ledger-entry.js";
import type { AccountLimits, Most } from "./limits.js";

/** What a client allows itself of what the account may do. */
export type OwnLimits = {
  readonly acts: readonly Most[];
  readonly images: readonly Most[];
  readonly unasked: readonly Most[];
  readonly sameText?: Most | undefined;
};

/** At most so many of `counts` in a window, or an act that it `holds` waits. */
export type Rule = Most & {
  /** What it counts, in operators' words: `acts`, `unasked`, `image`, `reads`, `group`. */
  readonly of: string;
  /** Of this client only. */
  readonly client?: string;
  /** How much of the account's limit this is where some of it is kept for others, in percent. */
  readonly share?: number;
  /** Grows with the account's age. */
  readonly warms: boolean;
  readonly counts: (act: Act) => boolean;
  readonly holds: (act: Act) => boolean;
  /** Each key has a count of its own. */
  readonly key: (act: Act) => string;
};

/** What is a matter of seconds is so at any age. */
const HOUR_MS = 3_600_000;

const isRead = ({ kind }: Act) => kind === "read";
const isAct = (act: Act) => !isRead(act);
const isUnasked = (act: Act) => isAct(act) && act.for === "nobody";
const isMembers = (act: Act) => isAct(act) && act.for !== "operators";
const all = () => "";

type Of = Pick<Rule, "of" | "warms"> & Partial<Rule> & { readonly is: (act: Act) => boolean };
const rule = (most: Most, { is, ...of }: Of): Rule => ({
  key: all,
  ...most,
  ...of,
  counts: is,
  holds: is,
});

/** A limit of which something is kept for answers, and a little for operators' commands. */
function shared(most: Most, { unasked, answers }: AccountLimits["shares"]): Rule[] {
  const of = { of: "acts", warms: most.withinMs >= HOUR_MS };
  return [
    rule(most, { ...of, is: isAct }),
    rule(most, { ...of, is: isMembers, share: answers }),
    rule(most, { ...of, is: isUnasked, share: unasked }),
  ];
}

/** All that holds for an account, but its gaps and its same texts. */
export function accountRules(limits: AccountLimits): readonly Rule[] {
  const { acts, kinds, reads, unasked, shares, perGroup } = limits;
  return [
    ...acts.flatMap((most) => shared(most, shares)),
    ...unasked.map((most) => rule(most, { of: "unasked", warms: true, is: isUnasked })),
    ...Object.entries(kinds).flatMap(([kind, list]) =>
      list.map((most) => rule(most, { of: kind, warms: false, is: (act) => act.kind === kind })),
    ),
    ...reads.most.map((most) => rule(most, { of: "reads", warms: false, is: isRead })),
    ...(perGroup ? [perGroupRule(perGroup)] : []),
  ];
}

/** What one client allows itself on top of that. */
export function clientRules(client: string, own: OwnLimits): readonly Rule[] {
  const its = (is: (act: Act) => boolean) => (act: Act) => act.client === client && is(act);
  const of = { client, warms: false };
  return [
    ...own.acts.map((most) => rule(most, { ...of, of: "acts", is: its(isAct) })),
    ...own.images.map((most) => rule(most, { ...of, of: "image", is: its(isImage) })),
    ...own.unasked.map((most) => rule(most, { ...of, of: "unasked", is: its(isUnasked) })),
  ];
}

const isImage = ({ kind }: Act) => kind === "image";

function perGroupRule(most: Most): Rule {
  const is = (act: Act) => isUnasked(act) && act.chat !== undefined;
  return rule(most, { of: "group", warms: false, is, key: ({ chat }) => chat ?? "" });
}

/** How many a rule lets through for an account so old, at least one. */
export function mostOf({ most, share = 100, warms }: Rule, percent: number): number {
  return Math.max(1, Math.floor((most * share * (warms ? percent : 100)) / 10_000));
}
