import { describe, expect, test } from "vitest";
import { createWallClock } from "../../../src/core/time/local-clock.js";
import type { Window } from "../../../src/domain/promo/schema.js";
import { compileWindow } from "../../../src/domain/promo/window.js";

const isOpen = (window: Window, at: string, zone = "Asia/Shanghai") =>
  compileWindow(window, createWallClock(zone))?.(Date.parse(at));

// 2026-11-24 is a Tuesday.
const rows: readonly [string, Window, string, boolean, string?][] = [
  ["from is inclusive", { from: "2026-11-24T10:00:00+08:00" }, "2026-11-24T10:00:00+08:00", true],
  ["before from", { from: "2026-11-24T10:00:00+08:00" }, "2026-11-24T09:59:59+08:00", false],
  ["to is exclusive", { to: "2026-11-24T10:00:00+08:00" }, "2026-11-24T10:00:00+08:00", false],
  ["before to", { to: "2026-11-24T10:00:00+08:00" }, "2026-11-24T09:59:59+08:00", true],
  [
    "the first minute of the day's hours",
    { daily: ["10:00", "22:00"] },
    "2026-11-24T10:00:00+08:00",
    true,
  ],
  ["their end", { daily: ["10:00", "22:00"] }, "2026-11-24T22:00:00+08:00", false],
  ["the minute before it", { daily: ["10:00", "22:00"] }, "2026-11-24T21:59:59+08:00", true],
  [
    "to ends the daily hours, too",
    { to: "2026-11-24T12:00:00+08:00", daily: ["10:00", "22:00"] },
    "2026-11-24T12:00:00+08:00",
    false,
  ],
  [
    "from begins the days",
    { from: "2026-11-24T12:00:00+08:00", days: ["tue"] },
    "2026-11-24T12:00:00+08:00",
    true,
  ],
  ["hours are local, not UTC", { daily: ["10:00", "22:00"] }, "2026-11-24T23:00:00Z", false],
  ["over midnight, before it", { daily: ["22:00", "02:00"] }, "2026-11-24T23:59:00+08:00", true],
  ["over midnight, after it", { daily: ["22:00", "02:00"] }, "2026-11-25T01:59:00+08:00", true],
  ["over midnight, its end", { daily: ["22:00", "02:00"] }, "2026-11-25T02:00:00+08:00", false],
  ["midnight itself", { daily: ["22:00", "06:00"] }, "2026-11-25T00:00:00+08:00", true],
  ["its day", { days: ["tue"] }, "2026-11-24T00:00:00+08:00", true],
  ["another day", { days: ["tue"] }, "2026-11-25T00:00:00+08:00", false],
  ["the day is local, too", { days: ["tue"] }, "2026-11-23T16:00:00Z", true],
  [
    "the night belongs to the day it began",
    { days: ["tue"], daily: ["22:00", "02:00"] },
    "2026-11-25T01:00:00+08:00",
    true,
  ],
  [
    "and not to the day it ends",
    { days: ["tue"], daily: ["22:00", "02:00"] },
    "2026-11-24T01:00:00+08:00",
    false,
  ],
  [
    "Sunday night is Monday's morning",
    { days: ["sun"], daily: ["22:00", "02:00"] },
    "2026-11-23T01:00:00+08:00",
    true,
  ],
  ["until midnight", { daily: ["18:00", "00:00"] }, "2026-11-24T23:59:00+08:00", true],
  ["summer time", { daily: ["10:00", "22:00"] }, "2026-07-01T08:30:00Z", true, "Europe/Berlin"],
  ["winter time", { daily: ["10:00", "22:00"] }, "2026-12-01T08:30:00Z", false, "Europe/Berlin"],
  [
    "a zone of odd minutes",
    { daily: ["10:00", "22:00"] },
    "2026-11-24T04:15:00Z",
    true,
    "Asia/Kathmandu",
  ],
  ["before 1970", { days: ["wed"] }, "1969-12-31T12:00:00Z", true, "UTC"],
];

describe("compileWindow", () => {
  test.each(rows)("%s", (...[, window, at, open, zone]) => {
    expect(isOpen(window, at, zone)).toBe(open);
  });

  test("a promo without a window is always open", () => {
    expect(compileWindow(undefined, createWallClock("UTC"))).toBeUndefined();
  });

  test("the clock forgets nothing between quarters of an hour with different offsets", () => {
    const clock = createWallClock("Europe/Berlin");
    const before = clock(Date.parse("2026-03-29T00:59:00Z"));
    const after = clock(Date.parse("2026-03-29T01:00:00Z"));
    expect([before % 1_440, after % 1_440]).toEqual([1 * 60 + 59, 3 * 60]);
    expect(clock(Date.parse("2026-03-29T00:59:00Z"))).toBe(before);
  });
});
