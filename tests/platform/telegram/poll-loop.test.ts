import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PlatformFailure } from "../../../src/core/errors.js";
import { type FatalCode, runPollLoop, TIMINGS } from "../../../src/platform/telegram/poll-loop.js";

const HOUR = 3_600_000;
/** What a poll comes to, and on which clock time it ends. */
type Poll = readonly [at: number, outcome: "conflict" | "down" | "nothing"];

let now = 0;
beforeEach(() => {
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

/** Lives through the polls one by one; the waits between them take none of the clock's time. */
async function live(polls: readonly Poll[]) {
  const stopping = new AbortController();
  const waiting = [...polls];
  const fatal: FatalCode[] = [];
  const seconds: number[] = [];
  await runPollLoop(
    {
      timings: { ...TIMINGS, conflictGapMs: 0, backOffMinMs: 0, backOffMaxMs: 0 },
      random: () => 0,
      prepare: async () => {},
      poll: async (_offset, held) => {
        const next = waiting.shift();
        if (!next) {
          stopping.abort();
          return [];
        }
        const [at, outcome] = next;
        now = at;
        seconds.push(held);
        if (outcome !== "nothing") throw new Error(outcome);
        return [];
      },
      accept: async () => {},
      trouble: (error) => ({
        failure: new PlatformFailure({ kind: "offline", delivered: "no" }, String(error)),
        ...(String(error).includes("conflict") ? { code: 409 } : {}),
      }),
      onPolled: () => {},
      onFall: () => {},
      onFatal: (code) => fatal.push(code),
      log: () => {},
    },
    stopping.signal,
  );
  return { fatal, seconds, unpolled: waiting.length };
}

describe("another poller of the token, in production's time", () => {
  test("one that comes by for a moment, days apart, ends nothing", async () => {
    const { fatal, unpolled } = await live([
      [0, "nothing"],
      [1_000, "conflict"],
      [30_000, "nothing"],
      [72 * HOUR, "conflict"],
      [72 * HOUR + 30_000, "nothing"],
      [144 * HOUR, "conflict"],
    ]);
    expect([fatal, unpolled]).toEqual([[], 0]);
  });

  test("one that stays for a minute ends polling, and not a moment before", async () => {
    const { fatal, unpolled } = await live([
      [1_000, "conflict"],
      [30_000, "conflict"],
      [60_999, "conflict"],
      [61_000, "conflict"],
      [62_000, "nothing"],
    ]);
    expect([fatal, unpolled]).toEqual([["TELEGRAM_CONFLICT"], 1]);
  });

  test("after a good long poll the minute begins anew", async () => {
    const { fatal, unpolled } = await live([
      [1_000, "conflict"],
      [50_000, "conflict"],
      [55_000, "nothing"],
      [60_000, "conflict"],
      [119_999, "conflict"],
      [120_000, "conflict"],
      [121_000, "nothing"],
    ]);
    expect([fatal, unpolled]).toEqual([["TELEGRAM_CONFLICT"], 1]);
  });

  test("a short poll that goes well proves nothing: the other is still there", async () => {
    const { fatal, seconds } = await live([
      [0, "nothing"],
      [1_000, "conflict"],
      [2_000, "down"],
      [3_000, "nothing"],
      [61_000, "conflict"],
    ]);
    expect(seconds).toEqual([0, 25, 25, 0, 25]);
    expect(fatal).toEqual(["TELEGRAM_CONFLICT"]);
  });
});

test("a server that gives the same batch for ever is asked with a pause", async () => {
  const stopping = new AbortController();
  let asked = 0;
  const loop = runPollLoop(
    {
      timings: TIMINGS,
      random: () => 0,
      prepare: async () => {},
      poll: async () => {
        asked += 1;
        await new Promise((resolve) => setImmediate(resolve));
        return [{ update_id: 1 }];
      },
      accept: async () => {},
      trouble: (error) => ({ failure: error as PlatformFailure }),
      onPolled: () => {},
      onFall: () => {},
      onFatal: () => {},
      log: () => {},
    },
    stopping.signal,
  );
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  stopping.abort();
  await loop;
  expect(asked).toBe(2);
});

test("a server that fails every second poll is told what was taken in, so that it goes on", async () => {
  const stopping = new AbortController();
  const taken: number[] = [];
  let asked = 0;
  let oldest = 1;
  await runPollLoop(
    {
      timings: { ...TIMINGS, backOffMinMs: 0, backOffMaxMs: 0 },
      random: () => 0,
      prepare: async () => {},
      poll: async (offset = oldest) => {
        asked += 1;
        if (asked === 20) stopping.abort();
        if (asked % 2 === 0) throw new Error("down");
        // What is below the offset of a poll that went well is dropped; one update comes at a time.
        oldest = offset;
        return [{ update_id: oldest }];
      },
      accept: async (updates) => void taken.push(...updates.map(({ update_id }) => update_id)),
      trouble: (error) => ({
        failure: new PlatformFailure({ kind: "offline", delivered: "no" }, String(error)),
      }),
      onPolled: () => {},
      onFall: () => {},
      onFatal: () => {},
      log: () => {},
    },
    stopping.signal,
  );
  expect(taken.slice(0, 3)).toEqual([1, 2, 3]);
});
