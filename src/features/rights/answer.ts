import type { Event } from "../../core/event.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { sayText } from "../../engine/say.js";
import { heldText } from "./held-text.js";
import type { ErasureRecord } from "./records.js";
import { text } from "./texts.js";

const CONFIRM_MS = 2 * 60_000;
const OWED = { unasked: false, owed: true } as const;

/** A member asks what is held about them, or to be erased; only directly, and paused or not: it is their right. */
export function answerRights(decision: Decision, event: Event): boolean {
  const { loaded, replyTo, now, compiled } = decision.context;
  const { rights } = loaded;
  if (event.kind !== "message" || !rights || !decision.member) return false;
  const { locale, brand, timezone: zone, currency } = compiled.playbook;
  if (!replyTo) sayText(decision, text(locale, "directly"));
  else if (rights.ask === "sure") confirm(decision, event);
  else if (rights.held) {
    const { held } = rights;
    const shown = heldText(held, { locale, zone, currency, brand });
    addFact(decision, "data_shown");
    if (rights.ask === "show") sayText(decision, shown, { ...OWED, of: `mydata ${now}` });
    else {
      decision.member = { ...decision.member, erasingAt: now };
      const counts = { brand, orders: held.orders.length, coupons: held.coupons.length };
      const said = text(locale, "erase.preview", { ...counts, points: held.points });
      sayText(decision, said, { ...OWED, of: `mydata erase ${now}` });
    }
  }
  return true;
}

/** What was shown within two minutes is done; the answer comes when it is. */
function confirm(decision: Decision, event: Event): void {
  const { replyTo, memberId: member, now, seed, compiled } = decision.context;
  const { locale } = compiled.playbook;
  const age = now - (decision.member?.erasingAt ?? Number.NEGATIVE_INFINITY);
  // Less than nothing: the clock has been put back.
  if (age < 0 || age > CONFIRM_MS || !replyTo || !member || !decision.member) {
    sayText(decision, text(locale, "erase.nothing"), { ...OWED, of: `mydata sure ${now}` });
    return;
  }
  const { erasingAt: _, ...rest } = decision.member;
  decision.member = rest;
  const to = { place: event.place, account: replyTo.account, locale };
  const value: ErasureRecord = { member, by: "member", to };
  decision.changes.push({ op: "put", kind: "erasure", key: seed, value, due: now, rev: 0 });
}
