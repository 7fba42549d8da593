import type { Decision } from "../../engine/decision.js";
import { optOut, putMember } from "./accounts.js";

/** Who asks on one account to be left alone is left alone on all of theirs. */
export function optOutEverywhere(decision: Decision): void {
  const { loaded, memberId, member } = decision.context;
  const { others } = loaded;
  if (!others || !memberId || !decision.member?.optedOut || member?.value.optedOut) return;
  // What joins accounts in this very decision sees to it itself.
  const written = new Set(
    decision.changes.flatMap((one) => (one.op === "put" && one.kind === "member" ? one.key : [])),
  );
  for (const [key, value] of optOut(others, memberId))
    if (!written.has(key)) decision.changes.push(putMember(key, value, others));
}
