import { isMessage } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import type { Event, Instant } from "../../core/event.js";
import type { Platform } from "../../platform/port.js";
import type { OutboxRow, Outcome } from "../../store/port.js";

type Sent = {
  readonly row: OutboxRow;
  readonly outcome: Outcome;
  readonly error: unknown;
  readonly platform: Pick<Platform, "id" | "account">;
  readonly now: Instant;
};

const DAY_MS = 86_400_000;
/** Tries after which operators hear of an effect that fails: half a minute. */
const FAILING_TRIES = 5;

/** What an answer of the platform says about the world, as events. */
export function feedbackOf({ row, outcome, error, platform, now }: Sent): readonly Event[] {
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
  if (outcome.state === "sent" && outcome.receipt.link) {
    events.push({ ...lesson("link"), kind: "link", link: outcome.receipt.link });
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
      id: `failing:${action.to.chat}:${of.effect}:${of.user ?? ""}:${Math.floor(now / DAY_MS)}`,
      kind: "effect_failing",
      ...of,
      why: failure.message,
    });
  }
  return events;
}
