import { PlatformFailure } from "../core/errors.js";
import type { Event } from "../core/event.js";
import type { Platform } from "../platform/port.js";
import type { OutboxRow, Outcome, Store } from "../store/port.js";
import type { Clock } from "./clock.js";
import { createGovernor } from "./governor.js";

const IN_FLIGHT = 50;
const LEASE_MS = 60_000;
const BACK_OFF_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const;

type Deps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly platform: Platform;
  /** What the platform taught us while sending comes in like any other event. */
  readonly learn: (events: readonly Event[]) => Promise<void>;
  /** When an unasked row must wait (quiet hours, a pause): the instant to try again. */
  readonly hold: (row: OutboxRow) => Promise<number | undefined>;
};

function outcomeOf(row: OutboxRow, error: unknown, now: number): Outcome {
  if (!(error instanceof PlatformFailure)) return { state: "failed", why: String(error) };
  const { refusal } = error;
  const retry = now + (BACK_OFF_MS[Math.min(row.tries, BACK_OFF_MS.length) - 1] ?? 1_000);
  if (refusal.kind === "rate_limited") return { state: "later", due: now + refusal.retryAfterMs };
  if (refusal.kind === "offline" || refusal.kind === "unknown") {
    return { state: "later", due: retry, uncertain: refusal.delivered === "maybe" };
  }
  return { state: "failed", why: refusal.kind };
}

/** The one way out: claims due rows of an account, passes the governor, performs, settles. */
export function createDispatcher(deps: Deps) {
  const { store, clock, platform } = deps;
  const governor = createGovernor(platform.limits);
  const restsUntil = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let stopped = false;

  async function learnFrom(row: OutboxRow, outcome: Outcome, error: unknown): Promise<void> {
    const common = {
      id: `outbox:${row.seq}:${row.tries}`,
      platform: platform.id,
      account: platform.account,
      at: clock.now(),
      place: row.action.to,
    };
    if (outcome.state === "sent" && outcome.receipt.link) {
      await deps.learn([{ ...common, kind: "link", link: outcome.receipt.link }]);
    }
    const refusal = error instanceof PlatformFailure ? error.refusal : undefined;
    if (refusal?.kind === "gone" && refusal.newId) {
      await deps.learn([{ ...common, kind: "migrated", to: refusal.newId }]);
    }
  }

  async function send(row: OutboxRow): Promise<void> {
    const { to } = row.action;
    if (row.uncertain && row.onUncertain === "skip") {
      return store.settle(row.seq, { state: "skipped", why: "uncertain" }, clock.now());
    }
    const held = await deps.hold(row);
    if (held !== undefined) {
      return store.settle(row.seq, { state: "later", due: held }, clock.now());
    }
    let outcome: Outcome;
    let error: unknown;
    try {
      const receipt = await governor.pass(to, row.unasked, () => platform.perform(row.action));
      outcome = { state: "sent", receipt };
    } catch (caught) {
      error = caught;
      outcome = outcomeOf(row, caught, clock.now());
    }
    const rest = governor.restMs(to);
    if (rest > 0) restsUntil.set(to.chat, clock.now() + rest);
    await store.settle(row.seq, outcome, clock.now());
    await learnFrom(row, outcome, error);
  }

  return {
    /** Starts every row that may leave now. @returns how many. */
    async pump(): Promise<number> {
      if (stopped || underWay.size >= IN_FLIGHT) return 0;
      const now = clock.now();
      for (const [chat, until] of restsUntil) if (until <= now) restsUntil.delete(chat);
      const rows = await store.claim({
        account: platform.id,
        now,
        limit: IN_FLIGHT - underWay.size,
        leaseMs: LEASE_MS,
        busy: [...restsUntil.keys()],
      });
      for (const row of rows) {
        const task = send(row).finally(() => underWay.delete(task));
        underWay.add(task);
      }
      return rows.length;
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    stop: () => {
      stopped = true;
    },
  };
}
export type Dispatcher = ReturnType<typeof createDispatcher>;
