import { expect, test } from "vitest";
import type { Event } from "../../../src/core/event.js";
import { createInflow } from "../../../src/platform/wechat/inflow.js";
import { createManualTime } from "../../support/manual-time.js";

const event = (id: number) => ({ id: String(id) }) as Event;

function open() {
  const time = createManualTime();
  const batches: (readonly string[])[] = [];
  const logged: string[] = [];
  let taking = Promise.resolve();
  const inflow = createInflow({
    later: time.later,
    timings: { backOffMinMs: 1_000, backOffMaxMs: 30_000, stopMs: 5_000 },
    random: () => 0.5,
    deliver: async (events) => {
      batches.push(events.map(({ id }) => id));
      await taking;
    },
    log: (code, fields) => void logged.push(`${code} ${JSON.stringify(fields)}`),
  });
  return {
    ...{ time, batches, logged, inflow },
    /** From now on nothing is taken in. @returns what lets it be */
    hold(): () => void {
      let go = (): void => {};
      taking = new Promise((resolve) => {
        go = resolve;
      });
      return go;
    },
    hear: (id: number) => inflow.hear(async () => [event(id)]),
  };
}
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => String(from + n));

test("what is read late keeps its place, and nothing behind it is delivered before", async () => {
  const { inflow, batches, hear, time } = open();
  let read = (_events: readonly Event[]): void => {};
  inflow.hear(
    () =>
      new Promise((resolve) => {
        read = resolve;
      }),
  );
  for (let id = 1; id < 150; id++) hear(id);
  await time.settle();
  expect(batches).toEqual([]);
  read([event(0)]);
  await time.settle();
  expect(batches.flat()).toEqual(ids(0, 150));
  expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(100);
});

test("what can't be read is left out", async () => {
  const { inflow, batches, hear, time, logged } = open();
  inflow.hear(() => Promise.reject(new Error("boom")));
  hear(1);
  await time.settle();
  expect(batches.flat()).toEqual(["1"]);
  expect(logged).toEqual([`WECHAT_EVENT_UNREADABLE {"reason":"boom"}`]);
});

test("ten thousand wait; of what comes beyond them it is told how much was lost, not each time", async () => {
  const { batches, hear, time, logged, hold } = open();
  const go = hold();
  for (let id = 0; id < 10_000; id++) hear(id);
  await time.settle();
  for (let id = 10_000; id < 25_000; id++) hear(id);
  const lost = 15_000 - (batches[0]?.length ?? 0);
  expect(logged).toEqual([
    `WECHAT_TOO_MUCH_HEARD {"dropped":1}`,
    `WECHAT_TOO_MUCH_HEARD {"dropped":10001}`,
  ]);
  go();
  for (let turns = 0; turns < 100; turns++) await time.settle();
  expect(batches.flat()).toEqual(ids(0, 25_000 - lost));
});

test("a stop waits for the batch that is under way, and hands on nothing more", async () => {
  const { inflow, batches, hear, time, hold } = open();
  const go = hold();
  hear(1);
  await time.settle();
  hear(2);
  let stopped = false;
  void inflow.stop().then(() => {
    stopped = true;
  });
  hear(3);
  await time.pass(4_999);
  expect(stopped).toBe(false);
  go();
  await time.settle();
  expect([stopped, batches.flat()]).toEqual([true, ["1"]]);
});

test("it waits five seconds at most", async () => {
  const { inflow, hear, time, hold } = open();
  hold();
  hear(1);
  await time.settle();
  let stopped = false;
  void inflow.stop().then(() => {
    stopped = true;
  });
  await time.pass(5_000);
  expect(stopped).toBe(true);
});
