import { describe, expect, test } from "vitest";
import type { Limits } from "../../../src/domain/guard/schema.js";
import { type Unasked, unaskedFrom } from "../../../src/engine/outbound/unasked.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.parse("2026-11-24T12:00:00+08:00");
const ago = (...ms: readonly number[]) => ms.map((each) => NOON - each);
/** How long one has to wait from noon on. */
const waits = (limits: Limits, of: Partial<Unasked>) =>
  unaskedFrom({ zone: "Asia/Shanghai", group: [], ...of, limits, now: NOON }) - NOON;

describe("a member's limit of 2", () => {
  const limits = { member: { max: 2, per: "day" } } as const;
  test.each([
    ["none", [], 0],
    ["one", [HOUR], 0],
    ["two at once", [0, 0], DAY],
    ["two", [3 * HOUR, HOUR], 21 * HOUR],
    ["three, which an edit allowed before", [3 * HOUR, 2 * HOUR, HOUR], 22 * HOUR],
    ["two, the first a day and a millisecond ago", [DAY + 1, HOUR], 0],
    ["two, the first exactly a day ago", [DAY, HOUR], 0],
    ["two, the first a millisecond less than a day ago", [DAY - 1, HOUR], 1],
    ["two, told in no order", [HOUR, 3 * HOUR], 21 * HOUR],
  ])("after %s", (_name, past, wait) => {
    expect(waits(limits, { member: ago(...past) })).toBe(wait);
  });

  test("does not hold up what is said to nobody in particular", () => {
    expect(waits(limits, { group: ago(1, 2, 3) })).toBe(0);
  });

  test.each([
    ["hour", HOUR],
    ["day", DAY],
    ["week", 7 * DAY],
  ] as const)("per %s looks back just so far", (per, ms) => {
    const one = { member: { max: 1, per } };
    expect(waits(one, { member: ago(ms - 1) })).toBe(1);
    expect(waits(one, { member: ago(ms) })).toBe(0);
  });
});

describe("a group's limit of 3 with a gap of 90 minutes", () => {
  const gap = 1.5 * HOUR;
  const limits = { group: { max: 3, per: "day", gap: "90m" } } as const;
  test.each([
    ["none", [], 0],
    ["one just now", [0], gap],
    ["one a millisecond inside the gap", [gap - 1], 1],
    ["one exactly a gap ago", [gap], 0],
    ["two, the last of which counts", [HOUR, 5 * HOUR], HOUR / 2],
    ["three", [9 * HOUR, 6 * HOUR, 3 * HOUR], 15 * HOUR],
    ["three, the first exactly a day ago", [DAY, 6 * HOUR, 3 * HOUR], 0],
    ["three, the first a millisecond less than a day ago", [DAY - 1, 6 * HOUR, 3 * HOUR], 1],
  ])("after %s", (_name, past, wait) => {
    expect(waits(limits, { group: ago(...past) })).toBe(wait);
  });

  test("and the member's, of which the longer wait holds", () => {
    const both = { ...limits, member: { max: 1, per: "day" } } as const;
    expect(waits(both, { group: ago(HOUR), member: ago(20 * HOUR) })).toBe(4 * HOUR);
    expect(waits(both, { group: ago(0), member: ago(23 * HOUR) })).toBe(gap);
  });
});

test.each([
  ["22:29", "22:29"],
  ["22:30", "08:00"],
  ["07:59", "08:00"],
  ["08:00", "08:00"],
])("quiet from 22:30 to 08:00, at %s one waits until %s", (clock, until) => {
  const now = Date.parse(`2026-11-24T${clock}:00+08:00`);
  const quiet = { from: "22:30", to: "08:00" };
  const from = unaskedFrom({ quiet, zone: "Asia/Shanghai", limits: {}, group: [], now });
  const day = clock === "22:30" ? "25" : "24";
  expect(from).toBe(Date.parse(`2026-11-${day}T${until}:00+08:00`));
});

test("a limit that ends in the quiet hours waits for the morning", () => {
  const limits = { member: { max: 1, per: "day" } } as const;
  const quiet = { from: "22:30", to: "08:00" };
  const member = [Date.parse("2026-11-23T23:00:00+08:00")];
  expect(waits(limits, { quiet, member })).toBe(20 * HOUR);
});
