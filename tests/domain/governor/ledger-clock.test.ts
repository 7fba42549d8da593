import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readLedgerClock, startLedgerClock } from "../../../src/domain/governor/ledger-clock.js";

const NOW = Date.parse("2026-11-24T10:00:00+08:00");
const DAY = 86_400_000;

test("a clock that is set takes the ledger nowhere: time passes there as it passes", () => {
  const step = fc.tuple(fc.integer({ min: 0, max: 600_000 }), fc.integer({ min: -90, max: 90 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let reading = { now: NOW, monotonic: 5 };
      let clock = startLedgerClock(reading, {});
      let passed = 0;
      for (const [ms, jump] of steps) {
        // Jumps of less than three seconds are corrections.
        const byMs = Math.abs(jump) < 3 ? 0 : jump * 3_600_000;
        passed += ms;
        reading = { now: reading.now + ms + byMs, monotonic: reading.monotonic + ms };
        clock = readLedgerClock(clock, reading);
        expect(reading.now + clock.offset).toBe(NOW + passed);
      }
    }),
  );
});

test("a clock that is corrected by less than two seconds is followed", () => {
  const before = startLedgerClock({ now: NOW, monotonic: 0 }, {});
  expect(readLedgerClock(before, { now: NOW + 1_500, monotonic: 500 }).offset).toBe(0);
});

test.each([
  ["nothing stored", {}, 0],
  ["an hour later", { offset: 0, latest: NOW - 3_600_000 }, 0],
  ["the clock put back by a day while the program was away", { offset: 0, latest: NOW + DAY }, DAY],
  ["a clock that was put forward before, and stays so", { offset: -DAY, latest: NOW - DAY }, -DAY],
  ["one that was put right meanwhile", { offset: -DAY, latest: NOW - 5 }, -5],
])("after a restart with %s the ledger goes on from where it was", (_name, stored, offset) => {
  expect(startLedgerClock({ now: NOW, monotonic: 0 }, stored).offset).toBe(offset);
});
