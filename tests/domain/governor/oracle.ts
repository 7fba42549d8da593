import type { LedgerEntry } from "../../../src/core/ledger-entry.js";
import type { AccountLimits, Most } from "../../../src/domain/governor/limits.js";

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The most that stand in any window ending with an entry, counted by hand. */
function breaks(
  entries: readonly LedgerEntry[],
  { most, withinMs }: Most,
  allowed: (at: number, most: number) => number,
): string[] {
  let first = 0;
  return entries.flatMap(({ at }, n) => {
    while ((entries[first]?.at ?? at) <= at - withinMs) first += 1;
    const count = n - first + 1;
    const limit = allowed(at, most);
    return count > limit ? [`${count} of ${limit} within ${withinMs} at ${at}`] : [];
  });
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
  const warm = (share: number, withinMs: number) => (at: number, most: number) =>
    Math.max(1, Math.floor((most * share * (withinMs < HOUR ? 100 : percentAt(at))) / 10_000));
  const full = (_at: number, most: number) => most;

  const reads = history.filter(({ kind }) => kind === "read");
  const acts = history.filter(({ kind }) => kind !== "read");
  const unasked = acts.filter((one) => one.for === "nobody");
  const members = acts.filter((one) => one.for !== "operators");
  for (const [list, gap, of] of [
    [acts, limits.gap, "gap"],
    [reads, limits.reads.gap, "reads' gap"],
  ] as const) {
    told(
      of,
      list.slice(1).flatMap(({ at }, n) => {
        const after = at - (list[n]?.at ?? 0);
        return after < gap.leastMs ? [`${after} at ${at}`] : [];
      }),
    );
  }
  for (const most of limits.acts) {
    told("acts", breaks(acts, most, warm(100, most.withinMs)));
    told("members'", breaks(members, most, warm(limits.shares.answers, most.withinMs)));
    told("unasked share", breaks(unasked, most, warm(limits.shares.unasked, most.withinMs)));
  }
  for (const most of limits.unasked) told("unasked", breaks(unasked, most, warm(100, HOUR)));
  for (const [kind, list] of Object.entries(limits.kinds))
    for (const most of list)
      told(
        kind,
        breaks(
          acts.filter((one) => one.kind === kind),
          most,
          full,
        ),
      );
  for (const most of limits.reads.most) told("reads", breaks(reads, most, full));
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
