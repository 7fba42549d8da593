/** The only source of time. Live it is the machine's; on a transcript it is set by hand. */
export type Clock = {
  readonly now: () => number;
  /** Milliseconds that go on evenly whatever is done to the machine's clock; they mean nothing to another process. */
  readonly monotonic: () => number;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

type ManualClock = Clock & {
  /** Lets time pass up to an instant; it never goes back. */
  readonly set: (to: number) => void;
  /** Puts the clock forward or back, as an administrator does: no time passes. */
  readonly jump: (byMs: number) => void;
};

/** A clock that stands still until it is set. */
export function createManualClock(start: number): ManualClock {
  let current = start;
  let passed = 0;
  return {
    now: () => current,
    monotonic: () => passed,
    set: (to) => {
      passed += Math.max(0, to - current);
      current = Math.max(current, to);
    },
    jump: (byMs) => {
      current += byMs;
    },
  };
}
