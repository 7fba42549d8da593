import type { Decision } from "../../engine/decision.js";
import type { MemberRecord } from "../../engine/records.js";
import { optOut, putMember } from "./accounts.js";

/** Who asks on one account to be left alone, or no longer, is taken at their word on all of theirs. */
export function consentEverywhere(decision: Decision): void {
  const { loaded, memberId, member } = decision.context;
  const { others } = loaded;
  const after = decision.member;
  if (!others || !memberId || !after || wishes(after) === wishes(member?.value)) return;
  // What joins accounts in this very decision sees to it itself.
  const written = new Set(
    decision.changes.flatMap((one) => (one.op === "put" && one.kind === "member" ? one.key : [])),
  );
  const out = after.optedOut ? optOut(others, memberId) : new Map<string, MemberRecord>();
  for (const [key, { value }] of others) {
    if (written.has(key)) continue;
    const { optedOut, optedOutWith, optedOutOf: _, ...rest } = out.get(key) ?? value;
    const all = after.optedOut ? { optedOut, optedOutWith } : {};
    const topics = after.optedOutOf ? { optedOutOf: after.optedOutOf } : {};
    const next = { ...rest, ...all, ...topics };
    decision.changes.push(putMember(key, next, others));
  }
}

/** What a member wants to be left alone with, as one text. */
const wishes = (member?: MemberRecord): string =>
  JSON.stringify([member?.optedOut ?? false, member?.optedOutOf ?? []]);
