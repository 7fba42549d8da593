import type { Lang } from "../../core/i18n.js";
import { moment, refuse, usageOf } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import {
  type GroupCheck,
  type GroupTrouble,
  groupChecks,
  isMild,
  TROUBLES,
} from "./group-checks.js";
import { text } from "./texts.js";

/** As many as fit into one message. */
const SHOWN = 20;

/** `/check [n]`: how each group does, and what to press where one doesn't; from the n-th on. */
export const checkCommand: CommandSpec = {
  name: "check",
  aliases: ["检查"],
  role: "viewer",
  usage: usageOf(text, "check.usage"),
  async run(call) {
    const { locale, client, deps, args } = call;
    if (!/^\d{0,6}$/.test(args.trim())) refuse(checkCommand.usage, call);
    const from = Math.max(0, Number(args.trim() || "1") - 1);
    const { all, checks } = await groupChecks(deps)(client, { from, most: SHOWN });
    if (all === 0) return { text: text(locale, "check.none") };
    if (checks.length === 0) return { text: text(locale, "check.beyond", { n: from + 1, all }) };
    const lines = checks.map((check) => groupLine(call, check));
    const found = new Set(checks.flatMap(({ troubles }) => troubles));
    for (const trouble of TROUBLES)
      if (found.has(trouble)) lines.push(text(locale, "check.advice", wordsOf(locale, trouble)));
    const next = from + checks.length;
    if (next < all) lines.push(text(locale, "check.more", { n: all - next, next: next + 1 }));
    return { text: lines.join("\n") };
  },
};

function groupLine(call: Call, check: GroupCheck): string {
  const { locale } = call;
  const { id, title, known, people, heard, troubles } = check;
  const mark = troubles.length === 0 ? "✓" : troubles.every(isMild) ? "⚠" : "✗";
  const facts = [
    people === undefined
      ? text(locale, "check.known", { known })
      : text(locale, "check.known-of", { known, people }),
    heard === undefined
      ? text(locale, "check.silent")
      : text(locale, "check.heard", { at: moment(call, heard) }),
    ...troubles.map((each) => wordsOf(locale, each).trouble),
  ];
  return [`${mark} ${title} (${id})`, ...facts].join(" | ");
}

/** What is wrong with a group, and what to press. */
function wordsOf(locale: Lang, trouble: GroupTrouble): { trouble: string; advice: string } {
  const says = (what: string, advice: string) => ({ trouble: what, advice });
  switch (trouble) {
    case "gone":
      return says(text(locale, "check.gone"), text(locale, "check.gone.do"));
    case "account-away":
      return says(text(locale, "check.account-away"), text(locale, "check.account-away.do"));
    case "lost":
      return says(text(locale, "check.lost"), text(locale, "check.lost.do"));
    case "no-admin":
      return says(text(locale, "check.no-admin"), text(locale, "check.no-admin.do"));
    case "paused":
      return says(text(locale, "check.paused"), text(locale, "check.paused.do"));
    case "never-heard":
      return says(text(locale, "check.never-heard"), text(locale, "check.never-heard.do"));
    case "strangers":
      return says(text(locale, "check.strangers"), text(locale, "check.strangers.do"));
  }
}
