import type { Instant } from "../core/event.js";

/** Events tell whole seconds, and clocks that somebody sets differ by no more. */
const WITHIN_MS = 3_000;
/** While nothing has told what time it is on the platform. */
const UNHEARD_MS = 60_000;
/** So much later than it happened may an event come that nothing held up. */
const LATE_MS = 30_000;

/**
 * What time it is on the platform: this machine's time, as long as events that come fresh from there agree.
 * Where they don't, theirs goes on by `elapsed`, which nobody can set.
 */
export function createPlatformTime(deps: {
  readonly now: () => Instant;
  /** Milliseconds on a clock that only goes forward. */
  readonly elapsed: () => number;
}) {
  let ahead: number | undefined;
  return {
    /** Something that happened at `at` has just come, and nothing has held it up. */
    heard(at: Instant): void {
      ahead = Math.max(ahead ?? Number.NEGATIVE_INFINITY, at - deps.elapsed());
    },
    time(): { readonly at: Instant; readonly within: number } {
      const now = deps.now();
      if (ahead === undefined) return { at: now, within: UNHEARD_MS };
      // Never later than it is there.
      const there = ahead + deps.elapsed();
      const agrees = now >= there && now <= there + LATE_MS;
      return agrees ? { at: now, within: WITHIN_MS } : { at: there, within: LATE_MS };
    },
  };
}
