import Bottleneck from "bottleneck";
import { type Action, isMessage } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import type { SendLimits } from "../../platform/port.js";

/** Decides when an account may send: the last gate before a platform. */
export type Governor = {
  readonly pass: <T>(unasked: boolean, task: () => Promise<T>) => Promise<T>;
  /** How long after an action its chat must rest, in ms; only what is said counts. */
  readonly restMs: (action: Action) => number;
};

const TRIES_AFTER_429 = 5;
/** A longer wait goes back to the outbox: a row must not outlive its lease at the gate. */
const SHORT_MS = 5_000;

/** @param limits undefined lets everything through at once (the sandbox). */
export function createGovernor(limits: SendLimits | undefined): Governor {
  if (!limits) return { pass: (_unasked, task) => task(), restMs: () => 0 };
  const all = new Bottleneck({ minTime: limits.minGapMs });
  const inWindow = slidingSecond(limits.perSecond);
  all.on("failed", (error: unknown, info: { retryCount: number }) => {
    if (!(error instanceof PlatformFailure) || error.refusal.kind !== "rate_limited") return;
    const { retryAfterMs } = error.refusal;
    const stays = info.retryCount < TRIES_AFTER_429 && retryAfterMs <= SHORT_MS;
    return stays ? retryAfterMs : undefined;
  });
  return {
    pass: (unasked, task) => all.schedule({ priority: unasked ? 7 : 3 }, () => inWindow(task)),
    restMs: (action) => {
      if (!isMessage(action)) return 0;
      return action.to.direct ? limits.directGapMs : limits.groupGapMs;
    },
  };
}

/**
 * Lets a task begin a second after the `most`-th task before it has ended. Even gaps are not enough: a
 * slow network bunches what left evenly, and the platform counts what arrives.
 */
function slidingSecond(most: number) {
  const rested: Promise<void>[] = [];
  let count = 0;
  return async <T>(task: () => Promise<T>): Promise<T> => {
    const slot = count++ % most;
    const before = rested[slot];
    let end: () => void = () => undefined;
    rested[slot] = new Promise((resolve) => {
      end = () => void setTimeout(resolve, 1_000).unref();
    });
    await before;
    return task().finally(end);
  };
}
