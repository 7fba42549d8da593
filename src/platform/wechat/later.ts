/** Runs something after so many ms. @returns what calls it off */
export type Later = (ms: number, run: () => void) => () => void;

/** By the machine's timers. */
export const byTimers: Later = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** No answer came in time: what became of it nobody knows. */
export class NoAnswer extends Error {
  constructor() {
    super("no answer in time");
    this.name = "NoAnswer";
  }
}

/** What a call answers within `ms`; calls of a puppet have no end of their own. @throws NoAnswer, and what it throws */
export function within<T>(later: Later, ms: number, call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = later(ms, () => reject(new NoAnswer()));
    // One that throws at once is a refusal like any other.
    Promise.resolve().then(call).then(resolve, reject).finally(callOff);
  });
}
