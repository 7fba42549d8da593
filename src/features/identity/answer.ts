import type { Event, Instant } from "../../core/event.js";
import { cleanName } from "../../domain/persona/speak.js";
import { makeCode } from "../../domain/promo/code.js";
import { act, addFact, type Decision } from "../../engine/decision.js";
import { sayText } from "../../engine/say.js";
import { isTooMany, joinAccounts, keysOf, putMember } from "./accounts.js";
import type { LinkCode } from "./records.js";
import { text } from "./texts.js";

declare module "../../engine/records.js" {
  interface MemberRecord {
    /** When they typed codes lately that are nobody's. */
    readonly linkMisses?: readonly Instant[];
  }
}

const MINUTE_MS = 60_000;
const CODE_LIVES_MS = 15 * MINUTE_MS;
/** Forty bits: with five misses an hour nobody guesses one within a quarter of an hour. */
const CODE = { prefix: "", length: 8 };
const MISSES = 5;
const WITHIN_MS = 60 * MINUTE_MS;
const OWED = { unasked: false, owed: true };

/** A member joins two accounts of theirs: a code from the one, typed on the other. */
export function answerLink(decision: Decision, event: Event): boolean {
  const { loaded, paused, memberId } = decision.context;
  if (event.kind !== "message" || paused || !loaded.link || !memberId || !decision.member)
    return false;
  const { code } = loaded.link.ask;
  if (code === undefined) giveCode(decision);
  else typedCode(decision, code);
  return true;
}

/** Only directly: whoever reads a code in a group could type it first. */
function giveCode(decision: Decision): void {
  const { replyTo: to, memberId: member = "", now, entropy, loaded, compiled } = decision.context;
  const { locale } = compiled.playbook;
  if (!to) {
    sayText(decision, text(locale, "link.directly"));
    return;
  }
  for (const { key } of loaded.link?.own ?? [])
    decision.changes.push({ op: "remove", kind: "link-code", key });
  const code = makeCode(CODE, entropy());
  const value: LinkCode = { member, until: now + CODE_LIVES_MS, to };
  decision.changes.push({
    ...{ op: "put", kind: "link-code", key: code, owner: member, value, due: value.until, rev: 0 },
  });
  sayText(decision, text(locale, "link.code", { code }), OWED);
}

function typedCode(decision: Decision, code: string): void {
  const { loaded, memberId = "", now, compiled } = decision.context;
  const { locale } = compiled.playbook;
  const { typed, mine, theirs, ask } = loaded.link ?? {};
  const misses = (decision.member?.linkMisses ?? []).filter((at) => Math.abs(now - at) < WITHIN_MS);
  const left = (typed?.value.until ?? 0) - now;
  // More than there ever was: the clock has been put back.
  const isGood = typed && left > 0 && left <= CODE_LIVES_MS && misses.length < MISSES;
  if (!isGood || !mine || !theirs) {
    if (decision.member)
      decision.member = { ...decision.member, linkMisses: [...misses, now].slice(-MISSES) };
    sayText(decision, text(locale, "link.unknown"));
    return;
  }
  const { member: other, to } = typed.value;
  const names = keysOf(theirs).map((key) => cleanName(theirs.members.get(key)?.value.name ?? ""));
  const name = names.join(", ");
  if (keysOf(theirs).includes(memberId)) sayText(decision, text(locale, "link.same"));
  else if (isTooMany(mine, theirs)) sayText(decision, text(locale, "link.many"));
  else if (!ask?.sure) sayText(decision, text(locale, "link.ask", { name, code }), OWED);
  else {
    const edge = { a: memberId, b: other, by: "code", at: now } as const;
    const joined = joinAccounts(mine, theirs, edge);
    decision.changes.push(...joined.changes, { op: "remove", kind: "link-code", key: code });
    const known = new Map([...mine.members, ...theirs.members]);
    for (const [key, value] of joined.members) {
      if (key !== memberId) decision.changes.push(putMember(key, value, known));
      else if (decision.member)
        decision.member = { ...decision.member, optedOut: true, optedOutWith: value.optedOutWith };
    }
    addFact(decision, "linked", { with: other, by: "code" });
    sayText(decision, text(locale, "link.done", { name }), OWED);
    const own = cleanName(decision.member?.name ?? "");
    const told = text(locale, "link.done", { name: own });
    const { place, account } = to;
    act(decision, { kind: "send_text", to: place, text: told }, { account, lasting: true });
  }
}
