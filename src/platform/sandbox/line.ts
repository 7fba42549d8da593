import type { Origin } from "../../core/event.js";
import { parseDuration } from "../../core/time/duration.js";

/** One line of a transcript or of the terminal. */
export type Line =
  | { readonly kind: "nothing" }
  | {
      readonly kind: "say";
      readonly who: string;
      readonly chat?: string;
      readonly direct: boolean;
      readonly text: string;
      readonly origin?: Origin;
    }
  | {
      readonly kind: "edit";
      readonly who: string;
      readonly chat?: string;
      readonly direct: boolean;
      readonly text: string;
    }
  | { readonly kind: "join" | "leave" | "ask"; readonly who: string; readonly chat?: string }
  | { readonly kind: "forward"; readonly ms: number }
  | { readonly kind: "expect"; readonly chat?: string; readonly to?: string; readonly text: string }
  | { readonly kind: "silence" }
  | { readonly kind: "group"; readonly chat: string }
  | { readonly kind: "restart" }
  | { readonly kind: "clock"; readonly at: string }
  | { readonly kind: "unclear" };

const VERBS = { joins: "join", leaves: "leave", asks: "ask" } as const;

/**
 * Reads a line: `alice joins`, `alice@lobby2 asks`, `alice: 有优惠吗`, `alice > bot: 你好` (directly),
 * `alice forwards: 退订`, `alice edits: …` (what she said last), `+30m`, `clock 2026-11-24T10:00`, `group lobby2`, `restart`; what must come: `bot: …`, `bot@lobby2: …`,
 * `bot > alice: …`, and `bot is silent`. A text matches when it contains the expected one.
 */
export function parseLine(text: string): Line {
  const line = text.trim();
  if (line === "" || line.startsWith("#")) return { kind: "nothing" };
  if (line.startsWith("+")) {
    const ms = parseDuration(line.slice(1));
    return ms === undefined ? { kind: "unclear" } : { kind: "forward", ms };
  }
  if (line === "bot is silent") return { kind: "silence" };
  if (line === "restart") return { kind: "restart" };
  const word = /^(group|clock)\s+(\S+)$/.exec(line);
  if (word?.[1] === "group") return { kind: "group", chat: word[2] ?? "" };
  if (word?.[1] === "clock") return { kind: "clock", at: word[2] ?? "" };
  const expected = /^bot(?:@(\S+?)|\s*>\s*(\S+?))?\s*[:：]\s*(.*)$/u.exec(line);
  if (expected) {
    const [, chat, to, said = ""] = expected;
    return { kind: "expect", text: said, ...(chat ? { chat } : {}), ...(to ? { to } : {}) };
  }
  const verb = /^(\S+?)(?:@(\S+))?\s+(joins|leaves|asks)$/u.exec(line);
  if (verb) {
    const [, who = "", chat, what = "joins"] = verb;
    return { kind: VERBS[what as keyof typeof VERBS], who, ...(chat ? { chat } : {}) };
  }
  const said =
    /^([^\s:：@>]+)(?:@([^\s:：]+)|\s*(>)\s*bot)?(?:\s+(forwards|edits))?\s*[:：]\s*(.*)$/u.exec(
      line,
    );
  if (said) {
    const [, who = "", chat, direct, how, text = ""] = said;
    return {
      ...{ kind: how === "edits" ? "edit" : "say", who, direct: Boolean(direct), text },
      ...(chat ? { chat } : {}),
      ...(how === "forwards" ? { origin: "forwarded" } : {}),
    };
  }
  return { kind: "unclear" };
}
