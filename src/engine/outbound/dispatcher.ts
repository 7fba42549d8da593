import { isMessage } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import type { Event } from "../../core/event.js";
import type { Clock } from "../../core/time/clock.js";
import type { Platform } from "../../platform/port.js";
import type { OutboxRow, Outcome, Store } from "../../store/port.js";
import type { Retry } from "../retries.js";
import { deliver } from "./deliver.js";
import { feedbackOf } from "./delivery-feedback.js";
import { createGovernor } from "./governor.js";

/** How many may be on their way; one that hangs leaves its place to another. */
const IN_FLIGHT = 50;
const LEASE_MS = 60_000;
const BACK_OFF_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const;

type Deps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly platform: Platform;
  /** What the platform taught us while sending comes in like any other event. */
  readonly learn: (events: readonly Event[]) => Promise<unknown>;
  /** When a row must wait (quiet hours, a pause): the instant to try again; "drop" gives it up. */
  readonly hold: (row: OutboxRow) => Promise<number | "drop" | undefined>;
  /** The date where the client is whose chat a row goes to. */
  readonly dayOf: (row: OutboxRow) => Promise<string>;
  /** Told of a failure that was no platform's refusal: a bug. */
  readonly onBug: (row: OutboxRow, error: unknown) => void;
  /** How a send ended is kept until the store has it, so that a full disk sends nothing twice. */
  readonly retry: Retry;
};

function outcomeOf(row: OutboxRow, error: unknown, now: number): Outcome {
  if (!(error instanceof PlatformFailure)) return { state: "failed", why: String(error) };
  const { refusal } = error;
  const retry = now + (BACK_OFF_MS[Math.min(row.tries, BACK_OFF_MS.length) - 1] ?? 1_000);
  switch (refusal.kind) {
    case "rate_limited":
      return { state: "later", due: now + refusal.retryAfterMs, uncertain: false };
    case "offline":
      return { state: "later", due: retry, uncertain: refusal.delivered === "maybe" };
    case "unknown":
      if (refusal.delivered === "no") return { state: "failed", why: error.message };
      return { state: "later", due: retry, uncertain: true };
    case "gone":
      if (refusal.newId === undefined) return { state: "failed", why: refusal.kind };
      return { state: "later", due: now, uncertain: false, chat: refusal.newId };
    default:
      return { state: "failed", why: refusal.kind };
  }
}

/** The one way out: claims due rows of an account, passes the governor, performs, settles. */
export function createDispatcher(deps: Deps) {
  const { store, clock, platform, retry } = deps;
  const governor = createGovernor(platform.limits);
  /** By the milliseconds that a change of the clock leaves alone. */
  const restsUntil = new Map<string, number>();
  const underWay = new Map<string, Promise<unknown>>();
  let stopped = false;

  const settle = (row: OutboxRow, outcome: Outcome) =>
    retry(() => store.settle(row, outcome, clock.now()));
  async function issue(row: OutboxRow): Promise<void> {
    if (await retry(() => store.issue(row))) return;
    throw new Error("the claim of this row is over");
  }

  async function send(row: OutboxRow): Promise<unknown> {
    const { to } = row.action;
    if (row.uncertain && row.onUncertain === "skip") {
      return settle(row, { state: "skipped", why: "uncertain" });
    }
    const held = await retry(() => deps.hold(row));
    if (held === "drop") return settle(row, { state: "skipped", why: "unbound" });
    if (held !== undefined) return settle(row, { state: "later", due: held, uncertain: false });
    let outcome: Outcome;
    let error: unknown;
    try {
      outcome = await deliver({ platform, governor, issue: () => issue(row) }, row);
    } catch (caught) {
      error = caught;
      outcome = outcomeOf(row, caught, clock.now());
      if (!(caught instanceof PlatformFailure)) deps.onBug(row, caught);
    }
    // What is said keeps its order, so the chat waits with it; an effect waits alone.
    const waits =
      outcome.state === "later" && isMessage(row.action) ? outcome.due - clock.now() : 0;
    const rest = Math.max(governor.restMs(row.action), waits);
    if (rest > 0) restsUntil.set(to.chat, clock.monotonic() + rest);
    // The lesson first: whoever dies in between learns it again from the same row.
    const day = await retry(() => deps.dayOf(row));
    const lessons = feedbackOf({ row, outcome, error, platform, now: clock.now(), day });
    await retry(() => deps.learn(lessons));
    await settle(row, outcome);
  }

  return {
    /** Starts every row that may leave now. @returns how many. */
    async pump(): Promise<number> {
      // What a lost account has to say waits until it is mended, what another can't send now until it can.
      const room = IN_FLIGHT - (underWay.size - governor.hanging());
      const { lost, held } = platform.health();
      if (stopped || room <= 0 || lost || held) return 0;
      const monotonic = clock.monotonic();
      for (const [chat, until] of restsUntil) if (until <= monotonic) restsUntil.delete(chat);
      const rows = await store.claim({
        account: platform.account,
        now: clock.now(),
        monotonic,
        limit: room,
        leaseMs: LEASE_MS,
        // A lease that ran out meanwhile doesn't make a row anybody's.
        busy: [...restsUntil.keys(), ...underWay.keys()],
      });
      for (const row of rows) {
        const task = send(row)
          .catch((error: unknown) => deps.onBug(row, error))
          .finally(() => underWay.delete(row.action.to.chat));
        underWay.set(row.action.to.chat, task);
      }
      return rows.length;
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay.values());
    },
    stop: () => {
      stopped = true;
    },
  };
}
export type Dispatcher = ReturnType<typeof createDispatcher>;
