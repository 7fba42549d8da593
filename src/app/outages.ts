import type { Instant } from "../core/event.js";
import type { Outage } from "../features/operations/operations.js";

/** Whoever asks hears of one for a day. */
const TOLD_MS = 24 * 3_600_000;
/** What is over sooner nobody has noticed. */
const NOTICED_MS = 5_000;

/** Remembers when the store was away last. */
export function createOutages(clock: { readonly now: () => Instant }) {
  let last: Outage | undefined;
  return {
    away(isAway: boolean): void {
      if (isAway) last = { from: clock.now() };
      else if (last) last = { from: last.from, to: clock.now() };
    },
    /** The last one, if it was noticed and is not long ago. */
    last(): Outage | undefined {
      const { from, to = clock.now() } = last ?? { from: Number.NaN };
      return to - from >= NOTICED_MS && clock.now() - to < TOLD_MS ? last : undefined;
    },
  };
}
