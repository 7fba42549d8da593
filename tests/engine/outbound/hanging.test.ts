import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Action } from "../../../src/core/action.js";
import { PlatformFailure } from "../../../src/core/errors.js";
import { createDispatcher } from "../../../src/engine/outbound/dispatcher.js";
import { createGovernor } from "../../../src/engine/outbound/governor.js";
import type { Platform } from "../../../src/platform/port.js";
import type { NewRow } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../support/tally.js";

const LIMITS = { perSecond: 30, minGapMs: 34, groupGapMs: 3_000, directGapMs: 1_000 };
const START = Date.parse("2026-11-24T10:00:00+08:00");
/** When the adapter gives a send up, far beyond what anybody else should wait. */
const GIVEN_UP_MS = 15_000;
beforeEach(() => {
  // Not what the store waits for: the end of a turn of the event loop.
  vi.useFakeTimers({ now: START, toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const lapsed = () => Date.now() - START;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function hang(): Promise<never> {
  await pause(GIVEN_UP_MS);
  throw new PlatformFailure({ kind: "offline", delivered: "maybe" }, "no answer");
}

test("a send that hangs holds no other up, whichever its turn is", async () => {
  const governor = createGovernor(LIMITS);
  const began: number[] = [];
  void governor.pass(false, hang).catch(() => undefined);
  for (let n = 0; n < 90; n++) void governor.pass(false, async () => void began.push(lapsed()));
  await vi.advanceTimersByTimeAsync(6_000);
  expect(began).toHaveLength(90);
});

test("a full window of hanging sends makes way for the next before they are given up", async () => {
  const governor = createGovernor(LIMITS);
  for (let n = 0; n < 30; n++) void governor.pass(false, hang).catch(() => undefined);
  let began = 0;
  void governor.pass(false, async () => {
    began = lapsed();
  });
  await vi.advanceTimersByTimeAsync(GIVEN_UP_MS - 1);
  expect(began).toBeGreaterThanOrEqual(1_000);
  expect(began).toBeLessThan(3_000);
});

// Each answer that is refused once takes two turns: of fifteen one used to meet the turn of what hangs.
test("an answer that is told to wait 2 s leaves after 2 s, whatever hangs elsewhere", async () => {
  const governor = createGovernor(LIMITS);
  void governor.pass(false, hang).catch(() => undefined);
  const took: number[] = [];
  const answer = async () => {
    const from = lapsed();
    let tries = 0;
    await governor.pass(false, async () => {
      tries += 1;
      if (tries === 1) {
        throw new PlatformFailure({ kind: "rate_limited", retryAfterMs: 2_000 }, "429");
      }
      took.push(lapsed() - from);
    });
  };
  for (let n = 0; n < 15; n++) {
    void answer();
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(10_000);
  expect(took).toHaveLength(15);
  expect(Math.min(...took)).toBeGreaterThanOrEqual(2_000);
  expect(Math.max(...took)).toBeLessThan(2_500);
});

test("sixty private sends that hang leave a group's text its place", async () => {
  const store = await openSqliteStore(":memory:", tally);
  const heard: number[] = [];
  const perform = async ({ to }: Action) => {
    if (to.direct) return hang();
    heard.push(lapsed());
    return { messageId: "1" };
  };
  const health = () => ({ ok: true, notes: [] });
  const dispatcher = createDispatcher({
    store,
    clock: { now: Date.now, monotonic: Date.now },
    platform: {
      id: "telegram",
      account: "telegram",
      limits: LIMITS,
      perform,
      health,
    } as unknown as Platform,
    learn: async () => {},
    hold: async () => undefined,
    dayOf: async () => "2026-11-24",
    retry: (work) => work(),
    onBug: (_row, error) => {
      throw error;
    },
  });
  const row = (chat: string, direct: boolean): NewRow => ({
    key: chat,
    action: { kind: "send_text", to: { platform: "telegram", chat, direct }, text: "hi" },
    account: "telegram",
    made: START - 1,
    due: direct ? START - 1 : START,
    expires: START + 600_000,
    unasked: false,
    rank: 1,
    onUncertain: "skip",
  });
  const outbox = [...Array.from({ length: 60 }, (_, n) => row(`${n}`, true)), row("-1", false)];
  await store.commit({ client: "c", changes: [], facts: [], outbox });
  for (let tick = 0; tick < 40; tick++) {
    await dispatcher.pump();
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(heard).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(60_000);
  await dispatcher.idle();
  await store.close();
});
