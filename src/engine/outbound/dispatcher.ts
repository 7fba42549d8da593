import { type Action, isMessage } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import type { Event } from "../../core/event.js";
import type { Clock } from "../../core/time/clock.js";
import { whyCode } from "../../domain/governor/why.js";
import type { Platform } from "../../platform/port.js";
import type { OutboxRow, Outcome, Store } from "../../store/port.js";
import type { Retry } from "../retries.js";
import type { AccountGovernor, MustWait, Taken } from "./account-governor.js";
import { actOf } from "./act.js";
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
  /** Says what the account may do over days; without one the platform's own limits are all there is. */
  readonly accountGovernor?: AccountGovernor | undefined;
  /** Whether this process may still act for the account: asked when all is written down and nothing has left yet. */
  readonly mayAct?: (() => boolean) | undefined;
  /** Told when a row that was claimed went back at once, so that another may have its turn. */
  readonly onTurnFree?: () => void;
};

/** Thrown where a row would have left: it goes back, and nothing has happened. */
class Held extends Error {
  constructor(readonly wait: MustWait) {
    super(wait.why.of);
  }
}

/** Thrown where a row would have left too late: it is another's, or due again. */
class ClaimOver extends Error {}

/** Thrown where a row was about to leave, but not by this process any more. */
class OutOfTime extends Error {}

function outcomeOf(row: OutboxRow, error: unknown, now: number): Outcome {
  if (!(error instanceof PlatformFailure)) return { state: "failed", why: String(error) };
  const { refusal } = error;
  const retry = now + (BACK_OFF_MS[Math.min(row.tries, BACK_OFF_MS.length) - 1] ?? 1_000);
  switch (refusal.kind) {
    case "rate_limited":
      return { state: "later", due: now + refusal.retryAfterMs, uncertain: false };
    case "offline":
      if (refusal.delivered === "maybe") return { state: "later", due: retry, uncertain: true };
      return { state: "later", due: retry, uncertain: false, unsent: true };
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

/** Not beyond its end, so that whoever looks at the row hears of that. */
const waitingFor = ({ expires }: OutboxRow, { until, why }: MustWait): Outcome => ({
  state: "later",
  due: Math.min(until, expires + 1),
  why: whyCode(why),
});

/** The one way out: claims due rows of an account, passes the governor, performs, settles. */
export function createDispatcher(deps: Deps) {
  const { store, clock, platform, retry, accountGovernor } = deps;
  const governor = createGovernor(platform.limits);
  /** By the milliseconds that a change of the clock leaves alone. */
  const restsUntil = new Map<string, number>();
  const underWay = new Map<string, Promise<unknown>>();
  let stopped = false;

  const settle = (row: OutboxRow, outcome: Outcome) =>
    retry(() => store.settle(row, outcome, clock.now()));
  /** @returns the room that it took, where the account is governed */
  async function issue(row: OutboxRow, action: Action): Promise<Taken | undefined> {
    const act = actOf({ ...row, action });
    const taken = accountGovernor && (await retry(() => accountGovernor.take(act)));
    if (taken && "until" in taken) throw new Held(taken);
    const entry = taken && { account: platform.account, ...taken.entry };
    if (!(await retry(() => store.issue(row, entry)))) {
      taken?.takeBack();
      throw new ClaimOver("the claim of this row is over");
    }
    if (deps.mayAct?.() !== false) return taken;
    taken?.takeBack();
    throw new OutOfTime("another may act for the account by now");
  }

  /** @returns false when it went back or ended without a try. */
  async function send(row: OutboxRow): Promise<boolean> {
    const { to } = row.action;
    const end = async (outcome: Outcome) => {
      await settle(row, outcome);
      return false;
    };
    if (row.uncertain && row.onUncertain === "skip")
      return end({ state: "skipped", why: "uncertain" });
    const held = await retry(() => deps.hold(row));
    if (held === "drop") return end({ state: "skipped", why: "unbound" });
    if (held !== undefined) return end({ state: "later", due: held, uncertain: false });
    let outcome: Outcome;
    let error: unknown;
    let taken: Taken | undefined;
    const issued = async (action: Action) => {
      taken = await issue(row, action);
    };
    try {
      outcome = await deliver({ platform, governor, issue: issued }, row);
    } catch (caught) {
      if (caught instanceof Held) return end(waitingFor(row, caught.wait));
      if (caught instanceof ClaimOver)
        return end({ state: "later", due: clock.now(), uncertain: false });
      if (caught instanceof OutOfTime)
        return end({ state: "later", due: clock.now(), uncertain: false, unsent: true });
      error = caught;
      outcome = outcomeOf(row, caught, clock.now());
      if (!(caught instanceof PlatformFailure)) deps.onBug(row, caught);
      if (outcome.state === "later" && outcome.unsent) taken?.takeBack();
    }
    // What is said keeps its order, so the chat waits with it; an effect waits alone.
    const waits =
      outcome.state === "later" && isMessage(row.action) ? outcome.due - clock.now() : 0;
    const rest = Math.max(governor.restMs(row.action), waits);
    if (rest > 0) restsUntil.set(to.chat, clock.monotonic() + rest);
    // The lesson first: whoever dies in between learns it again from the same row.
    const day = await retry(() => deps.dayOf(row));
    const governed = accountGovernor !== undefined;
    const now = clock.now();
    const lessons = feedbackOf({ row, outcome, error, platform, now, day, governed });
    await retry(() => deps.learn(lessons));
    await settle(row, outcome);
    return true;
  }

  return {
    /** Starts every row that may leave now. @returns how many. */
    async pump(): Promise<number> {
      // What a lost account has to say waits until it is mended, what another can't send now until it can.
      // Of an account that is governed one after the other, since each changes what the next may; more of them would
      // only wait at its gate until their claims are over.
      const most = accountGovernor ? 1 : IN_FLIGHT;
      const room = most - (underWay.size - governor.hanging());
      const { lost, held } = platform.health();
      if (stopped || room <= 0 || lost || held) return 0;
      const ranks = accountGovernor && (await retry(accountGovernor.openRanks));
      if (ranks?.length === 0) return 0;
      const monotonic = clock.monotonic();
      for (const [chat, until] of restsUntil) if (until <= monotonic) restsUntil.delete(chat);
      const rows = await store.claim({
        account: platform.account,
        now: clock.now(),
        monotonic,
        limit: accountGovernor ? 1 : room,
        leaseMs: LEASE_MS,
        // A lease that ran out meanwhile doesn't make a row anybody's.
        busy: [...restsUntil.keys(), ...underWay.keys()],
        ...(ranks ? { ranks } : {}),
      });
      for (const row of rows) {
        const task = send(row)
          .catch((error: unknown) => deps.onBug(row, error))
          .then((tried) => {
            underWay.delete(row.action.to.chat);
            if (tried === false) deps.onTurnFree?.();
          });
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
