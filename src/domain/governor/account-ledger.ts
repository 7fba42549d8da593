import { pick } from "../../core/hash.js";
import type { Act, LedgerEntry } from "../../core/ledger-entry.js";
import type { AccountLimits, Gap } from "./limits.js";
import { isLookUp, keepsGap } from "./look-up.js";
import { createRolling, type Rolling } from "./rolling.js";
import { accountRules, clientRules, mostOf, type OwnLimits, type Rule } from "./rules.js";
import { createSameTexts, type SameTexts } from "./same-text.js";
import { warmthAt } from "./warm-up.js";
import type { Why } from "./why.js";

/** When an act may be done: `why` when not now. */
export type Next = { readonly at: number; readonly why?: Why };

/** How much of a limit is used. */
export type Used = Why & {
  readonly most: number;
  readonly withinMs: number;
  readonly used: number;
};

/** What an account did lately, held against what it may. Its memory is bounded by its limits. */
export type AccountLedger = {
  /** Not before what was entered last. */
  readonly enter: (entry: LedgerEntry) => void;
  /** It turned out not to have been done. */
  readonly takeBack: (entry: LedgerEntry) => void;
  /** The first instant from `now` on at which the act breaks no limit, if nothing else is done until then. */
  readonly next: (act: Act, now: number) => Next;
  /** What is used of the account's own limits by now. */
  readonly used: (now: number) => readonly Used[];
  /** One to try things out on. */
  readonly copy: () => AccountLedger;
};

export type Accounting = {
  readonly limits: AccountLimits;
  /** What clients allow themselves, which only makes it less. */
  readonly own: ReadonlyMap<string, OwnLimits>;
  /** When the account was first used here, by the ledger's clock. */
  readonly since: number;
  /** Makes one account's gaps differ from another's. */
  readonly seed: string;
};

type Counted = { readonly rule: Rule; readonly rolling: Rolling };
type Kept = {
  readonly counted: readonly Counted[];
  readonly texts: readonly { readonly same: SameTexts; readonly why: Why }[];
  readonly acts: Rolling;
  readonly reads: Rolling;
};

/** What is older counts for no limit. */
export const LONGEST_MS = 86_400_000;
/** After so many entries what is old is forgotten. */
const TIDY_EVERY = 256;

export function createAccountLedger(of: Accounting): AccountLedger {
  const { limits, own } = of;
  const rules = [
    ...accountRules(limits),
    ...[...own].flatMap(([client, each]) => clientRules(client, each, limits.shares)),
  ];
  const texts = [
    ...(limits.sameText ? [{ most: limits.sameText, client: undefined }] : []),
    ...[...own].flatMap(([client, { sameText }]) => (sameText ? [{ most: sameText, client }] : [])),
  ];
  return ledgerOf(of, {
    counted: rules.map((rule) => ({ rule, rolling: createRolling(rule.most) })),
    texts: texts.map(({ most, client }) => ({
      same: createSameTexts(most, client),
      why: { of: "text", ...most, ...(client === undefined ? {} : { client }) },
    })),
    acts: createRolling(1),
    reads: createRolling(1),
  });
}

function ledgerOf(of: Accounting, kept: Kept): AccountLedger {
  const { limits, since, seed } = of;
  const { counted, texts } = kept;
  const lastOf = (act: Act) => (isLookUp(act) ? kept.reads : kept.acts);
  let untidy = 0;

  function afterGap(act: Act, now: number): Next {
    const last = lastOf(act).nth("", 1);
    if (last === undefined || !keepsGap(act)) return { at: now };
    const gap = isLookUp(act) ? limits.reads.gap : limits.gap;
    const at = last + gapAfter(gap, `${seed}:${isLookUp(act)}:${last}`);
    return at > now ? { at, why: { of: "gap" } } : { at: now };
  }
  function afterRule({ rule, rolling }: Counted, act: Act, now: number, percent: number): Next {
    const most = mostOf(rule, percent);
    const nth = rolling.nth(rule.key(act), most);
    const at = nth === undefined ? now : nth + rule.withinMs;
    return at > now ? { at, why: whyNot(rule, most) } : { at: now };
  }
  function tidy(now: number): void {
    for (const { rule, rolling } of counted) rolling.forget(now - rule.withinMs);
    for (const { same } of texts) same.forget(now - LONGEST_MS);
  }

  return {
    enter(entry) {
      lastOf(entry).enter("", entry.at);
      for (const { rule, rolling } of counted)
        if (rule.counts(entry)) rolling.enter(rule.key(entry), entry.at);
      for (const { same } of texts) same.enter(entry, entry.at);
      untidy += 1;
      if (untidy % TIDY_EVERY === 0) tidy(entry.at);
    },
    takeBack(entry) {
      lastOf(entry).takeBack("", entry.at);
      for (const { rule, rolling } of counted)
        if (rule.counts(entry)) rolling.takeBack(rule.key(entry), entry.at);
      for (const { same } of texts) same.takeBack(entry, entry.at);
    },
    next(act, now) {
      const { percent, changesAtMs } = warmthAt(limits, now - since);
      const waits = [
        afterGap(act, now),
        ...counted
          .filter(({ rule }) => rule.holds(act))
          .map((one) => afterRule(one, act, now, percent)),
        ...texts.map(({ same, why }): Next => {
          const at = same.from(act, now);
          return at > now ? { at, why } : { at };
        }),
      ];
      const last = waits.reduce((a, b) => (b.at > a.at ? b : a));
      // An older account may do more: it is asked again then.
      const changes = since + (changesAtMs ?? Number.POSITIVE_INFINITY);
      return last.at > changes ? { ...last, at: Math.max(changes, now) } : last;
    },
    used(now) {
      const { percent } = warmthAt(limits, now - since);
      return counted.flatMap(({ rule, rolling }): Used[] => {
        if (rule.of === "group") return [];
        const most = mostOf(rule, percent);
        const used = rolling.since("", now - rule.withinMs);
        return [{ ...whyNot(rule, most), most, withinMs: rule.withinMs, used }];
      });
    },
    copy: () =>
      ledgerOf(of, {
        counted: counted.map(({ rule, rolling }) => ({ rule, rolling: rolling.copy() })),
        texts: texts.map(({ same, why }) => ({ same: same.copy(), why })),
        acts: kept.acts.copy(),
        reads: kept.reads.copy(),
      }),
  };
}

/** Drawn by the seed, so that it is the same after a restart. */
const gapAfter = ({ leastMs, spreadMs }: Gap, seed: string): number =>
  leastMs + pick(seed, spreadMs + 1);

function whyNot({ of, withinMs, client, part }: Rule, most: number): Why {
  return { of, most, withinMs, ...(client ? { client } : {}), ...(part ? { part: true } : {}) };
}
