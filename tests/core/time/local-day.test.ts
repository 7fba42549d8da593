import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";
import { localDay } from "../../../src/core/time/local-day.js";

test.each([
  ["2026-11-24T15:59:59.999Z", "Asia/Shanghai", "2026-11-24"],
  ["2026-11-24T16:00:00Z", "Asia/Shanghai", "2026-11-25"],
  ["2026-11-01T03:59:00Z", "America/New_York", "2026-10-31"],
  // The night the clock goes back has 25 hours.
  ["2026-11-01T04:00:00Z", "America/New_York", "2026-11-01"],
  ["2026-11-02T04:59:00Z", "America/New_York", "2026-11-01"],
  ["2026-11-02T05:00:00Z", "America/New_York", "2026-11-02"],
  ["1969-12-31T23:59:59Z", "UTC", "1969-12-31"],
])("%s in %s is %s", (at, zone, day) => {
  expect(localDay(Date.parse(at), zone)).toBe(day);
});

test("an unknown zone is an error", () => {
  expect(() => localDay(0, "Asia/Nowhere")).toThrow("Asia/Nowhere");
});

test("it is Luxon's date, whatever was asked before", () => {
  const from = Date.parse("2020-01-01T00:00:00Z");
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: from, max: from + 10 * 366 * 86_400_000 }), { minLength: 1 }),
      fc.constantFrom("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"),
      (instants, zone) => {
        for (const at of instants)
          expect(localDay(at, zone)).toBe(DateTime.fromMillis(at, { zone }).toISODate());
      },
    ),
  );
});
