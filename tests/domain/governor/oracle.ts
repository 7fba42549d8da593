import type { LedgerEntry } from "../../../src/core/ledger-entry.js";
import type { AccountLimits, Most } from "../../../src/domain/governor/limits.js";

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The most that stand in any window ending with an entry that a limit holds, counted by hand. */
function breaks(
  entries: readonly LedgerEntry[],
  { most, withinMs }: Most,
  allowed: (at: number, most: number) => number,
  holds: (entry: LedgerEntry) => boolean = () => true,
): string[] {
  let first = 0;
  return entries.flatMap((entry, n) => {
    const { at } = entry;
    while ((entries[first]?.at ?? at) <= at - withinMs) first += 1;
    const count = n - first + 1;
    const limit = allowed(at, most);
    return holds(entry) && count > limit
      ? [`${count} of ${limit} within ${withinMs} at ${at}`]
      : [];
  });
}

/** What is kept of a limit for operators, and for posts. */
export function keptOf({ shares }: AccountLimits, whole: number, withinMs: number) {
  const { operators, posts, atLeast } = shares;
  const least = Math.min(withinMs < HOUR ? atLeast.minute : atLeast.hour, Math.ceil(whole / 5));
  const kept = (percent: number) => Math.max(least, Math.ceil((whole * percent) / 100));
  return { operators: kept(operators), posts: kept(posts) };
}

/**
 * Every limit that a history breaks, found without the ledger: windows are counted one by one.
 * @param since when the account was new
 */
export function broken(
  history: readonly LedgerEntry[],
  limits: AccountLimits,
  since: number,
): readonly string[] {
  const found: string[] = [];
  const told = (of: string, list: readonly string[]) =>
    found.push(...list.map((each) => `${of}: ${each}`));
  const percentAt = (at: number) =>
    limits.warmUp.find(({ untilDay }) => at - since < untilDay * DAY)?.percent ?? 100;
  const wholeAt = (at: number, most: number, withinMs: number) =>
    Math.max(1, Math.floor((most * (withinMs < HOUR ? 100 : percentAt(at))) / 100));
  const warm = (withinMs: number, part: (whole: number) => number) => (at: number, most: number) =>
    Math.max(1, part(wholeAt(at, most, withinMs)));
  const whole = (n: number) => n;
  const full = (_at: number, most: number) => most;

  const LOOK_UPS = ["read", "name", "face", "look"];
  const reads = history.filter(({ kind }) => LOOK_UPS.includes(kind));
  const acts = history.filter(({ kind }) => !LOOK_UPS.includes(kind));
  const unasked = acts.filter((one) => one.for === "nobody");
  const asked = acts.filter((one) => one.for !== "nobody");
  const isMembers = (one: LedgerEntry) => one.for !== "operators";
  const isAnswer = (one: LedgerEntry) => one.for === "members";
  for (const [list, gap, of] of [
    [acts, limits.gap, "gap"],
    [reads, limits.reads.gap, "reads' gap"],
  ] as const) {
    told(
      of,
      list.slice(1).flatMap(({ at, kind }, n) => {
        if (kind === "look") return [];
        const after = at - (list[n]?.at ?? 0);
        return after < gap.leastMs ? [`${after} at ${at}`] : [];
      }),
    );
  }
  for (const most of limits.acts) {
    const { withinMs } = most;
    const kept = (n: number) => keptOf(limits, n, withinMs);
    const butOperators = warm(withinMs, (n) => n - kept(n).operators);
    const answers = warm(withinMs, (n) => n - kept(n).operators - kept(n).posts);
    const share = warm(withinMs, (n) => Math.floor((n * limits.shares.unasked) / 100));
    told("acts", breaks(acts, most, warm(withinMs, whole)));
    told("members'", breaks(acts, most, butOperators, isMembers));
    told("answers", breaks(asked, most, answers, isAnswer));
    told("unasked share", breaks(unasked, most, share));
  }
  for (const most of limits.unasked) told("unasked", breaks(unasked, most, warm(HOUR, whole)));
  for (const [kind, list] of Object.entries(limits.kinds))
    for (const most of list) {
      const its = acts.filter((one) => one.kind === kind);
      told(kind, breaks(its, most, full));
      if (kind !== "image") continue;
      const { operators, posts } = keptOf(limits, most.most, most.withinMs);
      const left = (n: number) => () => Math.max(1, most.most - n);
      const isAsked = (one: LedgerEntry) => one.for !== "nobody";
      told("members' images", breaks(its, most, left(operators), isMembers));
      told("images", breaks(its.filter(isAsked), most, left(operators + posts), isAnswer));
    }
  const { names, faces, lists, both } = limits.reads.shares;
  const percent = (of: number) => (_at: number, most: number) => Math.floor((most * of) / 100);
  for (const most of limits.reads.most) {
    told("reads", breaks(reads, most, full));
    told(
      "own reads",
      breaks(reads, most, percent(both), ({ kind }) => kind !== "look"),
    );
    const only = (...wanted: readonly string[]) =>
      reads.filter(({ kind }) => wanted.includes(kind));
    told("names", breaks(only("name", "face"), most, percent(names)));
    told("faces", breaks(only("face"), most, percent(faces)));
    told("lists", breaks(only("read"), most, percent(lists)));
  }
  const { perGroup, sameText } = limits;
  if (perGroup)
    for (const chat of new Set(unasked.map((one) => one.chat)))
      if (chat !== undefined)
        told(
          "group",
          breaks(
            unasked.filter((one) => one.chat === chat),
            perGroup,
            full,
          ),
        );
  if (sameText) {
    for (const [n, one] of acts.entries()) {
      if (one.for !== "nobody" || one.text === undefined || one.chat === undefined) continue;
      const before = acts.slice(0, n + 1).filter(({ at }) => at > one.at - sameText.withinMs);
      const same = before.filter(({ text, chat }) => text === one.text && chat !== undefined);
      const had = same.slice(0, -1).some(({ chat }) => chat === one.chat);
      const groups = new Set(same.map(({ chat }) => chat)).size;
      if (!had && groups > sameText.most) told("text", [`${groups} groups at ${one.at}`]);
    }
  }
  return found;
}
