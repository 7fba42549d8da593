import { isMessage } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import type { Event, Instant, RiskSign } from "../../core/event.js";
import type { Platform } from "../../platform/port.js";
import type { OutboxRow, Outcome } from "../../store/port.js";

type Sent = {
  readonly row: OutboxRow;
  readonly outcome: Outcome;
  readonly error: unknown;
  readonly platform: Pick<Platform, "id" | "account">;
  readonly now: Instant;
  /** The date where the chat's client is: what is told once a day has it in its id. */
  readonly day: string;
  /** Somebody keeps count of what shows that the platform distrusts the account. */
  readonly governed: boolean;
};

/** Tries after which operators hear of an effect that fails: half a minute. */
const FAILING_TRIES = 5;

/** Of a cause, in an id. */
const CAUSE_LENGTH = 120;
/** Causes that differ in numbers only, such as a place in the text, are one. */
const causeOf = (why: string): string => why.replace(/\d+/g, "#").slice(0, CAUSE_LENGTH);

/** What an answer of the platform says about the world, as events. */
export function feedbackOf({
  row,
  outcome,
  error,
  platform,
  now,
  day,
  governed,
}: Sent): readonly Event[] {
  const { action } = row;
  const lesson = (name: string) => ({
    id: `outbox:${row.seq}:${row.tries}:${name}`,
    platform: platform.id,
    account: platform.account,
    at: now,
    place: action.to,
  });
  const failure = error instanceof PlatformFailure ? error : undefined;
  const refusal = failure?.refusal;
  const unknown = refusal?.kind === "gone" && refusal.newId === undefined;
  const lost = !action.to.direct && (refusal?.kind === "forbidden" || unknown);
  const events: Event[] = [];
  const sign = governed ? signOf(outcome, failure) : undefined;
  if (sign) events.push({ ...lesson("risk"), kind: "risk", sign });
  if (outcome.state === "sent" && outcome.receipt.link) {
    const of = action.kind === "invite_link" && action.source ? { source: action.source } : {};
    events.push({ ...lesson("link"), kind: "link", link: outcome.receipt.link, ...of });
  }
  if (refusal?.kind === "gone" && refusal.newId) {
    events.push({ ...lesson("moved"), kind: "migrated", to: refusal.newId });
  }
  if (lost) {
    // A text needs no right but to be there; everything else needs an admin's.
    const status = isMessage(action) || unknown ? "gone" : "member";
    events.push({ ...lesson("rights"), kind: "bot_status", status, title: "", canInvite: false });
  }
  if (action.kind === "approve_join" && outcome.state === "failed") {
    const person = { user: action.user, name: "" };
    events.push({ ...lesson("door"), kind: "not_admitted", person, again: lost });
  }
  if (!isMessage(action) && outcome.state === "later" && row.tries >= FAILING_TRIES && failure) {
    const of = { effect: action.kind, ...("user" in action ? { user: action.user } : {}) };
    events.push({
      ...lesson("failing"),
      // The same for every further try of the day, and for a second row of the same: it is told once.
      id: `failing:${action.to.chat}:${of.effect}:${of.user ?? ""}:${day}`,
      kind: "effect_failing",
      ...of,
      why: failure.message,
    });
  }
  const silenced = isMessage(action) && !action.to.direct && !lost && !row.watched;
  if (silenced && outcome.state === "failed" && failure) {
    const { why } = outcome;
    const id = `refused:${action.to.chat}:${causeOf(why)}:${day}`;
    events.push({ ...lesson("refused"), id, kind: "message_refused", why });
  }
  return events;
}

/** What in an answer shows distrust. That nobody could be reached says nothing of the account. */
function signOf(outcome: Outcome, failure: PlatformFailure | undefined): RiskSign | undefined {
  if (outcome.state === "sent" && outcome.receipt.echo === "missing") return "no_echo";
  switch (failure?.refusal.kind) {
    case "rate_limited":
    case "forbidden":
      return "refused";
    case "unknown":
      return failure.refusal.delivered === "no" ? "refused" : "failed";
    default:
      return undefined;
  }
}
