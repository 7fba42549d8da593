import { type Action, isMessage } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import type { SendLimits } from "../../platform/port.js";
import { createGate } from "./gate.js";

/** Decides when an account may send: the last gate before a platform. */
export type Governor = {
  readonly pass: <T>(unasked: boolean, task: () => Promise<T>) => Promise<T>;
  /** How long after an action its chat must rest, in ms; only what is said counts. */
  readonly restMs: (action: Action) => number;
  /** How many tasks have gone without an answer for so long that nobody waits for them any more. */
  readonly hanging: () => number;
};

const TRIES_AFTER_429 = 5;
/** A longer wait goes back to the outbox: a row must not outlive its lease at the gate. */
const SHORT_MS = 5_000;
/** Whoever has no answer by then hangs: it holds no place of the second's, or silence would stop everybody. */
const HANGS_MS = 2_000;

/** @param limits undefined lets everything through at once (the sandbox). */
export function createGovernor(limits: SendLimits | undefined): Governor {
  if (!limits) return { pass: (_unasked, task) => task(), restMs: () => 0, hanging: () => 0 };
  // Even gaps are not enough: a slow network bunches what left evenly, and the platform counts what
  // arrives. So each task holds one of a second's places until a second after its end.
  const gate = createGate({ gapMs: limits.minGapMs, most: limits.perSecond });
  let hanging = 0;

  function turn<T>(priority: number, task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const hold = async () => {
        const done = task();
        done.then(resolve, reject);
        if (await endsWithin(HANGS_MS, done)) return rest();
        hanging += 1;
        const ended = () => void hanging--;
        done.then(ended, ended);
      };
      gate(priority, () => hold().catch(reject));
    });
  }

  return {
    async pass(unasked, task) {
      const priority = unasked ? 7 : 3;
      for (let refusals = 0; ; refusals += 1) {
        try {
          // Who has waited as it was told goes before who comes new.
          return await turn(refusals === 0 ? priority : priority - 1, task);
        } catch (error) {
          const ms = shortWait(error);
          if (ms === undefined || refusals === TRIES_AFTER_429) throw error;
          await new Promise((resolve) => setTimeout(resolve, ms));
        }
      }
    },
    restMs: (action) => {
      if (!isMessage(action)) return 0;
      return action.to.direct ? limits.directGapMs : limits.groupGapMs;
    },
    hanging: () => hanging,
  };
}

/** How long the platform wants a sender to wait; undefined when that is not all that is wrong, or long. */
function shortWait(error: unknown): number | undefined {
  if (!(error instanceof PlatformFailure) || error.refusal.kind !== "rate_limited")
    return undefined;
  const { retryAfterMs } = error.refusal;
  return retryAfterMs <= SHORT_MS ? retryAfterMs : undefined;
}

/** Whether a task has ended, well or not, by then. */
async function endsWithin(ms: number, done: Promise<unknown>): Promise<boolean> {
  let late: NodeJS.Timeout | undefined;
  const silence = new Promise<false>((resolve) => {
    late = setTimeout(() => resolve(false), ms);
  });
  const ended = done.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, silence]).finally(() => clearTimeout(late));
}

/** A second, for which no process that has nothing else to do stays alive. */
const rest = () => new Promise<void>((resolve) => void setTimeout(resolve, 1_000).unref());
