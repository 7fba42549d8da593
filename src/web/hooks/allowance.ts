/** How many large requests of one source may stand unproven at once. */
const BURST = 100;
/** In which time one more is allowed: ten a second, at most 5 % of a processor by what `bench hooks` measures. */
const EACH_MS = 100;

/**
 * What each source may still be asked at length by people who haven't proved to be its sender. A genuine request gives
 * back what it took, so that a shop is never held up by its own sales, only its large orders by strangers who use its address.
 * @param ticks milliseconds of a clock that never jumps
 */
export function createAllowance(ticks: () => number) {
  const wholeAt = new Map<string, number>();
  return {
    /** @returns 0, or in how many milliseconds to ask again when there is nothing left. */
    take(source: string): number {
      const now = ticks();
      const at = Math.max(now, wholeAt.get(source) ?? now) + EACH_MS;
      const waitMs = at - now - BURST * EACH_MS;
      if (waitMs > 0) return waitMs;
      wholeAt.set(source, at);
      return 0;
    },
    giveBack(source: string): void {
      const at = wholeAt.get(source);
      if (at !== undefined) wholeAt.set(source, at - EACH_MS);
    },
  };
}
