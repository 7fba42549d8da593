import { StoreFailure } from "../core/errors.js";

/** Does work until the store could keep it. @throws what isn't the store's failure; at a stop that too */
export type Retry = <T>(work: () => Promise<T>) => Promise<T>;

const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/**
 * What is under way when the disk is full waits in memory until there is room.
 * @param onFailure told of every failure
 */
export function createRetries(onFailure: (error: StoreFailure) => void) {
  const stopped = new AbortController();
  const retry: Retry = async (work) => {
    for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_MS)) {
      // Whoever stops while others wait lets each try once more.
      const last = stopped.signal.aborted;
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof StoreFailure)) throw error;
        onFailure(error);
        if (last) throw error;
      }
      await pause(pauseMs, stopped.signal);
    }
  };
  return { retry, stop: () => stopped.abort() };
}

/** Ends early when the signal says so. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
