import { betOnEvents, evidenceOf, startEProcess } from "../../stats/e-process.js";

/** One day's events of both arms, and those of the treated. */
export type ArmCount = { readonly day: number; readonly events: number; readonly treated: number };
const WIDEST = 6;

/** The first day on which the evidence against "the log lift is τ" reaches 1/α, or 0. */
export function refutingDay(
  days: readonly ArmCount[],
  p: number,
  tau: number,
  alpha: number,
): number {
  const odds = (p / (1 - p)) * Math.exp(tau);
  let state = startEProcess({ variance: 1 });
  for (const day of days) {
    state = betOnEvents(state, { ...day, p: odds / (1 + odds) });
    if (evidenceOf(state) >= 1 / alpha) return day.day;
  }
  return 0;
}

/** The later of two days, 0 unless both came. */
export const both = (a: number, b: number): number => (a > 0 && b > 0 ? Math.max(a, b) : 0);

/** The last τ on one side of the estimate that isn't refuted; undefined when the data give no bound. */
export function bound(
  from: number,
  side: 1 | -1,
  refuted: (tau: number) => boolean,
): number | undefined {
  if (!Number.isFinite(from) || refuted(from) || !refuted(side * WIDEST)) return undefined;
  let [inside, outside] = [from, side * WIDEST];
  for (let i = 0; i < 40; i += 1) {
    const middle = (inside + outside) / 2;
    if (refuted(middle)) outside = middle;
    else inside = middle;
  }
  return inside;
}
