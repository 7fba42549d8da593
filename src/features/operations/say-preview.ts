import { localDay } from "../../core/time/local-day.js";
import { moment } from "../../engine/commands/ask.js";
import type { Call } from "../../engine/feature.js";
import { whyText, windowText } from "../governor/standing-lines.js";
import type { Spreads } from "./spread.js";
import { text } from "./texts.js";

/** Sooner than this everybody has it at once, for an operator. */
const AT_ONCE_MS = 10 * 60_000;
/** It was looked at when the group may be spoken to, and that took a moment. */
const NOW_MS = 60_000;

/** What an operator must know before: which groups wait for their own limits, which for their accounts', and why. */
export function laterLines(call: Call, { groups: spread, ahead }: Spreads): readonly string[] {
  const { locale, now, zone } = call;
  const lines: string[] = [];
  const later = spread.map(({ allowed }) => allowed).filter((at) => at >= now + NOW_MS);
  if (later.length > 0) {
    const from = moment(call, Math.max(...later));
    lines.push(text(locale, "say.later", { n: later.length, from }));
  }
  const put = spread.filter(({ allowed, from }) => from - allowed > AT_ONCE_MS);
  if (put.length > 0) {
    const day = localDay(now, zone);
    const today = spread.filter(({ from }) => localDay(from, zone) === day).length;
    const last = moment(call, Math.max(...spread.map(({ from }) => from)));
    const params = { today, left: spread.length - today, last };
    lines.push(text(locale, "say.spread", params));
    const whys = new Set(put.flatMap(({ why }) => (why ? whyText(locale, why) : [])));
    const list = [...whys].join(text(locale, "say.and"));
    if (whys.size > 0) lines.push(text(locale, "say.because", { list }));
    if (ahead > 0) lines.push(text(locale, "say.ahead", { n: ahead }));
  }
  return lines;
}

/** Says that one text goes to few groups at once, and how more wordings help; nothing where they are enough. */
export async function sameLines(
  call: Call,
  groups: readonly string[],
  texts: readonly string[],
): Promise<readonly string[]> {
  const { deps, client, locale } = call;
  const perAccount = new Map<string, number>();
  for (const group of groups) {
    const account = (await deps.store.get(client, "group", group))?.value.account ?? "";
    perAccount.set(account, (perAccount.get(account) ?? 0) + 1);
  }
  return [...perAccount].flatMap(([account, n]) => {
    const same = deps.governorOf(account)?.sameText;
    if (!same || n <= same.most * texts.length) return [];
    const window = windowText(locale, same.withinMs);
    return [text(locale, "say.same", { account, most: same.most, window })];
  });
}
