import type { AccountLimits } from "./limits.js";

const DAY_MS = 86_400_000;

/** How much of its limits an account so old may use, in percent, and at what age that changes, in ms. */
export function warmthAt(
  { warmUp }: Pick<AccountLimits, "warmUp">,
  ageMs: number,
): { readonly percent: number; readonly changesAtMs?: number } {
  const step = warmUp.find(({ untilDay }) => ageMs < untilDay * DAY_MS);
  if (!step) return { percent: 100 };
  return { percent: step.percent, changesAtMs: step.untilDay * DAY_MS };
}
