import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";
import { weekAfter, weekNamed, weekOf } from "../../../src/core/time/iso-week.js";

test.each([
  // Years of 53 weeks, and weeks that lie in two years.
  ["2026-W48", "2026-11-23", "2026-11-29"],
  ["2026-W53", "2026-12-28", "2027-01-03"],
  ["2027-W01", "2027-01-04", "2027-01-10"],
  ["2025-W01", "2024-12-30", "2025-01-05"],
])("%s is from %s to %s", (name, from, to) => {
  expect(weekNamed(name)).toEqual({ name, from, to });
  expect(weekNamed(name.toLowerCase().replace("-", ""))).toEqual({ name, from, to });
  for (const day of [from, to]) expect(weekOf(day).name).toBe(name);
});

test.each(["", "2026-48", "2026-W1", "2026-W00", "2025-W53", "2026-W54", "W48", "2026-W48 "])(
  "“%s” is no week",
  (text) => {
    expect(weekNamed(text)).toBeUndefined();
  },
);

test("weeks follow each other and are those of luxon, whatever the day", () => {
  fc.assert(
    fc.property(fc.integer({ min: -20_000, max: 60_000 }), (n) => {
      const day = new Date(n * 86_400_000).toISOString().slice(0, 10);
      const week = weekOf(day);
      expect(week.name).toBe(DateTime.fromISO(day, { zone: "utc" }).toFormat("kkkk-'W'WW"));
      expect(weekNamed(week.name)).toEqual(week);
      expect(weekAfter(weekAfter(week, 1), -1)).toEqual(week);
    }),
  );
});
