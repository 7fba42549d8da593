/** So many names that are nobody's may be tried at once, and one more in each of so many milliseconds. */
const MISSES = 200;
const EACH_MS = 50;

/**
 * Slows down whoever tries names: past the limit nobody is let on for a moment. What pages cost that there are is
 * bounded otherwise (`keptPages`).
 * @param ticks milliseconds of a clock that never jumps
 */
export function createAllowance(ticks: () => number = () => performance.now()) {
  let wholeAt = Number.NEGATIVE_INFINITY;
  return {
    mayAsk: (): boolean => wholeAt - ticks() < MISSES * EACH_MS,
    missed(): void {
      wholeAt = Math.max(wholeAt, ticks()) + EACH_MS;
    },
  };
}
