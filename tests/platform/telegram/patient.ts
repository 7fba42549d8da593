import type { Timings } from "../../../src/platform/telegram/poll-loop.js";

/** Longer than any test: what is given up after it is never given up. */
export const NEVER_MS = 1_000_000;

/** What is waited between two tries is short; what is given up after a time has all the time of a slow machine. */
export const PATIENT: Timings = {
  pollSeconds: NEVER_MS / 1_000,
  pollAbortMs: NEVER_MS,
  callAbortMs: NEVER_MS,
  backOffMinMs: 5,
  backOffMaxMs: 20,
  conflictMs: NEVER_MS,
  conflictGapMs: 10,
  retryMostMs: 20,
  stopMs: NEVER_MS,
  healthyMs: NEVER_MS,
};
