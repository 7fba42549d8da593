import type { Lang } from "../../core/i18n.js";
import type { Why } from "../../domain/governor/why.js";
import { moment } from "../../engine/commands/ask.js";
import type { Call } from "../../engine/feature.js";
import type { AccountStanding } from "../../engine/outbound/account-standing.js";
import { text } from "./texts.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `1h`, as operators read it. */
export function windowText(locale: Lang, ms: number): string {
  if (ms % DAY_MS === 0) return text(locale, "window.days", { n: ms / DAY_MS });
  if (ms % HOUR_MS === 0) return text(locale, "window.hours", { n: ms / HOUR_MS });
  return text(locale, "window.minutes", { n: Math.round(ms / MINUTE_MS) });
}

const COUNTED = [
  "acts",
  "members",
  "answers",
  "unasked",
  "image",
  "reads",
  "approve_join",
] as const;
/** What no limit on a number is. */
const OTHERWISE = ["text", "group", "gap", "quiet", "order", "breaker"] as const;

/** What a limit counts; an effect that has no name here is called as its action is. */
function nameOf(locale: Lang, of: string): string {
  const counted = COUNTED.find((one) => one === of);
  return counted === undefined ? of : text(locale, `of.${counted}`);
}

/** What something waits for, in words. */
export function whyText(locale: Lang, { of, most = 0, withinMs = 0, client }: Why): string {
  const otherwise = OTHERWISE.find((one) => one === of);
  if (otherwise !== undefined)
    return text(locale, `why.${otherwise}`, { most, window: windowText(locale, withinMs) });
  const params = { of: nameOf(locale, of), most, window: windowText(locale, withinMs) };
  if (client !== undefined) return text(locale, "why.own", { ...params, client });
  return text(locale, "why.limit", params);
}

/** What is used of an account's own limits within windows of these lengths, a line for each. */
function usedLines(locale: Lang, { used }: AccountStanding, windows: readonly number[]): string[] {
  return windows.flatMap((withinMs) => {
    const parts = used
      .filter((one) => one.withinMs === withinMs && one.client === undefined)
      .filter((one) => one.part === undefined)
      .map((one) =>
        text(locale, "used", { of: nameOf(locale, one.of), used: one.used, most: one.most }),
      );
    const window = windowText(locale, withinMs);
    return parts.length === 0
      ? []
      : [text(locale, "used.in", { window, list: parts.join(text(locale, "used.and")) })];
  });
}

/** What must be known of an account at once. */
function troubles(call: Call, standing: AccountStanding): string[] {
  const { locale } = call;
  const { breaker, members, nobody, waiting, percent, ageDays } = standing;
  const lines: string[] = [];
  if (breaker) {
    const why = text(locale, `sign.${breaker.by}`);
    const until = moment(call, breaker.until);
    lines.push(text(locale, "standing.open", { why, until }));
  } else {
    const held = [
      { key: "standing.members", wait: members },
      { key: "standing.nobody", wait: nobody },
    ] as const;
    for (const { key, wait } of held) {
      if (!wait || wait.why.of === "gap") continue;
      const why = whyText(locale, wait.why);
      lines.push(text(locale, key, { why, until: moment(call, wait.until) }));
    }
    for (const { why, n, from } of waiting) {
      const params = { n, why: whyText(locale, why), from: moment(call, from) };
      if (why.of !== "gap") lines.push(text(locale, "standing.waiting", params));
    }
  }
  if (percent < 100) lines.push(text(locale, "standing.young", { days: ageDays, percent }));
  return lines;
}

/** An account's day, in a few lines. */
export function dayLines(call: Call, standing: AccountStanding): readonly string[] {
  const { locale } = call;
  const { account } = standing;
  const lines = [...usedLines(locale, standing, [DAY_MS]), ...troubles(call, standing)];
  return lines.map((line) => text(locale, "standing", { account, line }));
}

/** All that is known of an account's limits. */
export function allLines(call: Call, standing: AccountStanding): readonly string[] {
  const windows = [...new Set(standing.used.map(({ withinMs }) => withinMs))].sort((a, b) => b - a);
  return [
    text(call.locale, "standing.head", { account: standing.account }),
    ...usedLines(call.locale, standing, windows),
    ...troubles(call, standing),
  ];
}
