import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTimers } from "../../src/engine/timers.js";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-25T10:00:00.500Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A timers whose jobs are counted; `send` may be held up. */
function driven() {
  const done = { tick: 0, send: 0, look: 0, count: 0, prune: 0 };
  const warned: string[] = [];
  const held = { now: false, release: () => {} };
  const job = (name: keyof typeof done) => async () => {
    done[name] += 1;
  };
  const timers = createTimers({
    ...{ tick: job("tick"), look: job("look"), count: job("count"), prune: job("prune") },
    async send() {
      done.send += 1;
      if (!held.now) return;
      await new Promise<void>((resolve) => {
        held.release = resolve;
      });
    },
    onBug(_what, error) {
      throw error;
    },
    onWarning: (line) => warned.push(line),
  });
  return { timers, done, held, warned };
}

test("woken, it sends after 25 ms, once however often it was woken", async () => {
  const { timers, done } = driven();
  timers.start();
  for (let i = 0; i < 3; i += 1) timers.wake();
  await vi.advanceTimersByTimeAsync(24);
  expect(done.send).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(done.send).toBe(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(done.send).toBe(1);
  timers.wake();
  await vi.advanceTimersByTimeAsync(25);
  expect(done.send).toBe(2);
  await timers.stop();
});

test("nothing is sent on top of what is being sent", async () => {
  const { timers, done, held } = driven();
  held.now = true;
  timers.start();
  timers.wake();
  await vi.advanceTimersByTimeAsync(25);
  timers.wake();
  await vi.advanceTimersByTimeAsync(600);
  expect(done.send).toBe(1);
  held.now = false;
  held.release();
  await vi.advanceTimersByTimeAsync(250);
  expect(done.send).toBe(2);
  await timers.stop();
});

test("before the start and after the stop nobody is woken", async () => {
  const { timers, done } = driven();
  timers.wake();
  expect(vi.getTimerCount()).toBe(0);
  timers.start();
  timers.wake();
  await timers.stop();
  timers.wake();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(done).toEqual({ tick: 0, send: 0, look: 0, count: 1, prune: 1 });
});

test("unwoken, it sends four times a second, ticks once, counts and prunes at the start", async () => {
  const { timers, done } = driven();
  timers.start();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done).toEqual({ tick: 1, send: 4, look: 0, count: 1, prune: 1 });
  await timers.stop();
});

test("a night that was slept through is told to whoever keeps the log; nothing is printed", async () => {
  const printed = vi.spyOn(console, "warn");
  const { timers, warned } = driven();
  timers.start();
  await vi.advanceTimersByTimeAsync(1_000);
  vi.setSystemTime(Date.now() + 86_400_000);
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(warned).toContainEqual(expect.stringContaining("missed execution"));
  expect(printed).not.toHaveBeenCalled();
  await timers.stop();
});
