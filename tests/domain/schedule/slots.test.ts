import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { type Schedule, weekdays } from "../../../src/domain/schedule/schema.js";
import { nextSlot } from "../../../src/domain/schedule/slots.js";

type Times = Pick<Schedule, "at" | "days" | "except">;
const ms = (iso: string) => Date.parse(iso);
const NY = "America/New_York";
const BERLIN = "Europe/Berlin";
const SH = "Asia/Shanghai";

const table: [string, Times, string, string, string | undefined][] = [
  [
    "later today",
    { at: "14:30" },
    SH,
    "2026-03-02T14:29:59.999+08:00",
    "2026-03-02T14:30:00+08:00",
  ],
  ["strictly after", { at: "14:30" }, SH, "2026-03-02T14:30:00+08:00", "2026-03-03T14:30:00+08:00"],
  ["midnight", { at: "00:00" }, SH, "2026-12-31T12:00:00+08:00", "2027-01-01T00:00:00+08:00"],
  ["UTC", { at: "23:59" }, "UTC", "2026-03-02T00:00:00Z", "2026-03-02T23:59:00Z"],
  ["a leap day", { at: "09:00" }, SH, "2028-02-28T09:00:00+08:00", "2028-02-29T09:00:00+08:00"],
  [
    "days: over a weekend",
    { at: "09:00", days: ["mon", "fri"] },
    SH,
    "2026-03-06T09:00:00+08:00",
    "2026-03-09T09:00:00+08:00",
  ],
  [
    "days: of the zone, not of UTC",
    { at: "01:00", days: ["tue"] },
    SH,
    "2026-03-02T12:00:00+08:00",
    "2026-03-03T01:00:00+08:00",
  ],
  [
    "except one date",
    { at: "09:00", except: ["2026-03-03"] },
    SH,
    "2026-03-02T10:00:00+08:00",
    "2026-03-04T09:00:00+08:00",
  ],
  [
    "except both ends",
    { at: "09:00", except: ["2026-10-01..2026-10-08"] },
    SH,
    "2026-09-30T10:00:00+08:00",
    "2026-10-09T09:00:00+08:00",
  ],
  [
    "the day before an exception",
    { at: "09:00", except: ["2026-10-01..2026-10-08"] },
    SH,
    "2026-09-30T08:00:00+08:00",
    "2026-09-30T09:00:00+08:00",
  ],
  [
    "nothing in 400 days",
    { at: "09:00", except: ["2026-01-01..2028-01-01"] },
    SH,
    "2026-03-01T00:00:00Z",
    undefined,
  ],
  [
    "NY gap: its end",
    { at: "02:30" },
    NY,
    "2026-03-08T00:00:00-05:00",
    "2026-03-08T03:00:00-04:00",
  ],
  ["NY gap: once", { at: "02:30" }, NY, "2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00"],
  [
    "NY gap: its first minute",
    { at: "02:00" },
    NY,
    "2026-03-08T00:00:00-05:00",
    "2026-03-08T03:00:00-04:00",
  ],
  [
    "NY behind the gap",
    { at: "03:00" },
    NY,
    "2026-03-08T00:00:00-05:00",
    "2026-03-08T03:00:00-04:00",
  ],
  [
    "NY twice: the first",
    { at: "01:30" },
    NY,
    "2026-11-01T00:00:00-04:00",
    "2026-11-01T01:30:00-04:00",
  ],
  ["NY twice: once", { at: "01:30" }, NY, "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"],
  [
    "NY twice: begun between",
    { at: "01:30" },
    NY,
    "2026-11-01T01:10:00-05:00",
    "2026-11-02T01:30:00-05:00",
  ],
  ["Berlin gap", { at: "02:30" }, BERLIN, "2026-03-29T00:00:00+01:00", "2026-03-29T03:00:00+02:00"],
  [
    "Berlin twice",
    { at: "02:30" },
    BERLIN,
    "2026-10-25T00:00:00+02:00",
    "2026-10-25T02:30:00+02:00",
  ],
  [
    "Berlin twice: once",
    { at: "02:30" },
    BERLIN,
    "2026-10-25T02:30:00+02:00",
    "2026-10-26T02:30:00+01:00",
  ],
  [
    "half an hour's gap",
    { at: "02:15" },
    "Australia/Lord_Howe",
    "2026-10-04T00:00:00+10:30",
    "2026-10-04T02:30:00+11:00",
  ],
  [
    "a gap up to midnight has no slot",
    { at: "23:30" },
    "America/Nuuk",
    "2026-03-28T12:00:00Z",
    "2026-03-30T00:30:00Z",
  ],
  [
    "a whole date skipped",
    { at: "14:30" },
    "Pacific/Apia",
    "2011-12-29T15:00:00-10:00",
    "2011-12-31T14:30:00+14:00",
  ],
];

describe("nextSlot", () => {
  test.each(table)("%s", (_name, schedule, zone, after, slot) => {
    expect(nextSlot(schedule, zone, ms(after))).toBe(slot === undefined ? undefined : ms(slot));
  });

  test.each(["CST6", "Mars/Base", ""])("refuses the zone %j", (zone) => {
    expect(() => nextSlot({ at: "09:00" }, zone, 0)).toThrow("zone");
  });

  test("comes strictly later, once a local date, on its days, whatever the clock does", () => {
    // The days before the clock changes of 2026 there, and an ordinary one.
    const starts: [string, string][] = [
      [NY, "2026-03-07T00:00:00Z"],
      [NY, "2026-10-31T00:00:00Z"],
      [BERLIN, "2026-03-28T00:00:00Z"],
      [BERLIN, "2026-10-24T00:00:00Z"],
      ["America/Nuuk", "2026-03-27T00:00:00Z"],
      ["Australia/Lord_Howe", "2026-04-03T00:00:00Z"],
      [SH, "2026-06-01T00:00:00Z"],
    ];
    const minutes = fc.oneof(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 0, max: 240 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        minutes,
        fc.integer({ min: 0, max: 3 * 86_400_000 }),
        fc.option(fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), {
          nil: undefined,
        }),
        ([zone, from], minute, shift, days) => {
          const at = DateTime.fromMillis(minute * 60_000, { zone: "utc" }).toFormat("HH:mm");
          const dates = new Set<string>();
          let after = ms(from) + shift;
          for (let i = 0; i < 6; i++) {
            const slot = nextSlot({ at, days }, zone, after);
            if (slot === undefined) throw new Error("no slot");
            expect(slot).toBeGreaterThan(after);
            // Begun anywhere between the two, it is the same one.
            expect(nextSlot({ at, days }, zone, after + Math.floor((slot - 1 - after) / 2))).toBe(
              slot,
            );
            expect(nextSlot({ at, days }, zone, slot - 1)).toBe(slot);
            const local = DateTime.fromMillis(slot, { zone });
            const date = local.toISODate() ?? "";
            expect(dates.has(date)).toBe(false);
            dates.add(date);
            expect(days ?? weekdays).toContain(weekdays[local.weekday - 1]);
            const shown = local.toFormat("HH:mm");
            if (shown !== at) {
              expect(shown > at).toBe(true);
              expect(DateTime.fromMillis(slot - 1, { zone }).offset).not.toBe(local.offset);
            }
            after = slot;
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
