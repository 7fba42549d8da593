import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createGate } from "../../../src/engine/outbound/gate.js";

const GAP_MS = 34;
const MOST = 30;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A gate at which so many tasks are begun one after the other; each takes a second. */
function openGate() {
  const gate = createGate({ gapMs: GAP_MS, most: MOST });
  let begun = 0;
  const come = (count: number) => {
    for (let n = 0; n < count; n++)
      gate(1, () => {
        begun += 1;
        return new Promise((resolve) => setTimeout(resolve, 1_000));
      });
  };
  return { come, begun: () => begun };
}

/** From now on the process was busy for so long: its timers come as much later. */
function busy(ms: number): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + ms);
}

// Found by the torture run's soak: polls of a hundred messages left one text its turn in each of them.
test("what a busy process kept waiting begins as soon as it has a moment", async () => {
  const { come, begun } = openGate();
  come(20);
  expect(begun()).toBe(1);
  busy(10 * GAP_MS);
  await vi.advanceTimersByTimeAsync(GAP_MS);
  expect(begun()).toBe(12);
  await vi.advanceTimersByTimeAsync(GAP_MS);
  expect(begun()).toBe(13);
});

test("however long that was, no more than its places are under way", async () => {
  const { come, begun } = openGate();
  come(90);
  busy(10_000);
  await vi.advanceTimersByTimeAsync(GAP_MS);
  expect(begun()).toBe(MOST);
  // A place that is free again is one text's, not that of all who could have left meanwhile.
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun()).toBeLessThanOrEqual(MOST + 2);
});

test("what comes after a rest has no time to make up for", async () => {
  const { come, begun } = openGate();
  come(1);
  await vi.advanceTimersByTimeAsync(60_000);
  come(10);
  expect(begun()).toBe(2);
  await vi.advanceTimersByTimeAsync(GAP_MS);
  expect(begun()).toBe(3);
});
