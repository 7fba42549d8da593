import type { Later } from "./later.js";

type Deps = {
  readonly later: Later;
  readonly timings: Pick<DingTimings, "dingMs" | "dongMs">;
  readonly ding: () => void;
  /** Two questions went without an answer, or one after the line broke. */
  readonly onSilent: () => void;
};

export type DingTimings = {
  /** From one question to the next. */
  readonly dingMs: number;
  /** How long an answer may take; 19 ms is usual. */
  readonly dongMs: number;
};

/** So many in a row: one may be lost on the way. */
const MISSES = 2;

/**
 * Whether the other end still hears and is heard: the puppet's own events say nothing of that. One that froze
 * gives no error, and after a break its calls go on working while nothing is heard any more.
 */
export function createLiveness({ later, timings, ding, onSilent }: Deps) {
  let misses = 0;
  let running = false;
  let next = (): void => {};
  let limit: (() => void) | undefined;

  function ask(): void {
    next();
    if (!running) return;
    next = later(timings.dingMs, ask);
    limit ??= later(timings.dongMs, missed);
    try {
      ding();
    } catch {
      // Without a line it isn't answered either.
    }
  }

  function missed(): void {
    limit = undefined;
    misses += 1;
    if (misses < MISSES || !running) return;
    stop();
    onSilent();
  }

  function stop(): void {
    running = false;
    next();
    limit?.();
    limit = undefined;
  }

  return {
    start() {
      if (running) return;
      running = true;
      ask();
    },
    /** An answer came; of which question doesn't matter. */
    answered() {
      misses = 0;
      limit?.();
      limit = undefined;
    },
    /** Asks now. */
    ask,
    /** The line broke: what isn't answered now is dead. */
    doubt() {
      misses = MISSES - 1;
      limit?.();
      limit = undefined;
      ask();
    },
    stop,
  };
}
