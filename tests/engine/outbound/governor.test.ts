import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PlatformFailure } from "../../../src/core/errors.js";
import { createGovernor } from "../../../src/engine/outbound/governor.js";

const LIMITS = { perSecond: 30, minGapMs: 34, groupGapMs: 3_000, directGapMs: 1_000 };
const START = Date.parse("2026-11-24T10:00:00+08:00");
beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets `count` tasks through that take `tookMs` each. @returns when each began, in ms from the start. */
async function times(count: number, tookMs: (n: number) => number): Promise<number[]> {
  const governor = createGovernor(LIMITS);
  const began: number[] = [];
  const all = Array.from({ length: count }, (_, n) =>
    governor.pass(false, async () => {
      began[n] = Date.now() - START;
      await new Promise((resolve) => setTimeout(resolve, tookMs(n)));
    }),
  );
  await vi.advanceTimersByTimeAsync(20_000);
  await Promise.all(all);
  return began;
}

test("what is sent at once leaves with a gap between any two", async () => {
  const began = await times(90, () => 1);
  const gaps = began.slice(1).map((at, n) => at - (began[n] ?? 0));
  // The first waits for a timer of 0 ms, which takes 1.
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(LIMITS.minGapMs - 1);
  expect(began.at(-1)).toBeLessThan(4_000);
});

test("no more than thirty are under way or ended in the second before, however long each took", async () => {
  const tookMs = (n: number) => (n % 7) * 150;
  const began = await times(90, tookMs);
  const ended = began.map((at, n) => at + tookMs(n));
  const counted = began.map(
    (at) => began.filter((from, n) => from <= at && at < (ended[n] ?? 0) + 1_000).length,
  );
  expect(Math.max(...counted)).toBe(30);
});

test.each([
  { retryAfterMs: 5_000, tries: 2 },
  { retryAfterMs: 5_001, tries: 1 },
])("told to wait $retryAfterMs ms, it tries $tries times at the gate", async (wait) => {
  const governor = createGovernor(LIMITS);
  const tried: number[] = [];
  const sent = governor.pass(false, async () => {
    tried.push(Date.now() - START);
    if (tried.length > 1) return "sent";
    throw new PlatformFailure({ kind: "rate_limited", retryAfterMs: wait.retryAfterMs }, "429");
  });
  const outcome = sent.catch(() => "refused");
  await vi.advanceTimersByTimeAsync(10_000);
  expect([await outcome, tried.length]).toEqual([
    wait.tries === 2 ? "sent" : "refused",
    wait.tries,
  ]);
  if (wait.tries === 2) expect(tried[1]).toBeGreaterThanOrEqual(wait.retryAfterMs);
});

test("a process that has nothing else to do waits for what still waits for a place", () => {
  const script = `const { createGovernor } = await import("./dist/engine/outbound/governor.js");
    const governor = createGovernor({ perSecond: 2, minGapMs: 0, groupGapMs: 0, directGapMs: 0 });
    const all = Array.from({ length: 5 }, () => governor.pass(false, async () => {}));
    await Promise.all(all);
    console.log("all have left");`;
  const ended = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
  expect([String(ended.stdout), ended.status]).toEqual(["all have left\n", 0]);
});
