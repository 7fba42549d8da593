import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StoreFailure, UserError } from "../../src/core/errors.js";
import { createRetries } from "../../src/engine/retries.js";

const FULL = new StoreFailure("STORE_FULL");
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that the store refuses so many times. */
function refused(times: number) {
  let tries = 0;
  return {
    tries: () => tries,
    work: async () => {
      tries += 1;
      if (tries <= times) throw FULL;
      return "kept";
    },
  };
}

test("what the store refuses is tried until it is kept, and each refusal is told", async () => {
  const told: unknown[] = [];
  const { retry } = createRetries((error) => told.push(error));
  const { work, tries } = refused(20);
  const kept = retry(work);
  await vi.advanceTimersByTimeAsync(10_000);
  // Soon at first, then every five seconds.
  expect(tries()).toBe(6);
  await vi.advanceTimersByTimeAsync(100_000);
  expect([await kept, tries()]).toEqual(["kept", 21]);
  expect(told).toEqual(Array.from({ length: 20 }, () => FULL));
});

test.each([
  ["a user's mistake", new UserError("COMMAND_UNKNOWN")],
  ["a bug", new Error("a bug")],
])("%s is not tried again", async (_name, error) => {
  const { retry } = createRetries(() => {});
  const work = vi.fn(async () => Promise.reject(error));
  await expect(retry(work)).rejects.toBe(error);
  expect(work).toHaveBeenCalledTimes(1);
});

test("a stop ends the waiting with one more try", async () => {
  const { retry, stop } = createRetries(() => {});
  const lucky = refused(1);
  const luckless = refused(9);
  const ends = Promise.allSettled([retry(lucky.work), retry(luckless.work)]);
  await vi.advanceTimersByTimeAsync(1);
  stop();
  await vi.advanceTimersByTimeAsync(1);
  expect(await ends).toEqual([
    { status: "fulfilled", value: "kept" },
    { status: "rejected", reason: FULL },
  ]);
  expect([lucky.tries(), luckless.tries()]).toEqual([2, 2]);
});
