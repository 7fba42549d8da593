import { setTimeout as wait } from "node:timers/promises";

/** Far beyond what a slow machine needs, and below what vitest.config.js gives a test. */
const LONG_MS = 100_000;

/** Waits for a condition, however long that takes here, and says which one never came true. */
export async function until(what: string, done: () => boolean): Promise<void> {
  const deadline = performance.now() + LONG_MS;
  while (!done()) {
    if (performance.now() > deadline) throw new Error(`never: ${what}`);
    await wait(3);
  }
}
