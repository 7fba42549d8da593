/** The only source of time. Live it is the machine's; on a transcript it is set by hand. */
export type Clock = { readonly now: () => number };

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is set; it never goes back. */
export function createManualClock(start: number): Clock & { readonly set: (to: number) => void } {
  let current = start;
  return {
    now: () => current,
    set: (to) => {
      current = Math.max(current, to);
    },
  };
}
