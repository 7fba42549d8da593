import type { Decision } from "../../engine/decision.js";
import { sayText } from "../../engine/say.js";
import { text } from "./texts.js";

const MOST = 10;
const WITHIN_MS = 10 * 60_000;

/**
 * Counts a question about money of the decision's member: ten are answered within ten minutes of the first,
 * the next is told so, and those after it hear nothing until the ten minutes are over.
 * @returns true when this one is not to be answered.
 */
export function asksTooMuch(decision: Decision): boolean {
  const { now } = decision.context;
  const { member } = decision;
  if (!member) return false;
  const { asks } = member;
  // Of the future is what a clock wrote that has been put back since.
  const current = asks && asks.since <= now && now - asks.since < WITHIN_MS;
  const { since, n } = current ? asks : { since: now, n: 0 };
  if (n > MOST) return true;
  decision.member = { ...member, asks: { since, n: n + 1 } };
  if (n < MOST) return false;
  sayText(decision, text(decision.compiled.playbook.locale, "asks-much"));
  return true;
}
