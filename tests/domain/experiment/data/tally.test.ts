import { describe, expect, test } from "vitest";
import type { Fact } from "../../../../src/core/fact.js";
import { speechOf } from "../../../../src/domain/experiment/data/speech.js";
import { createTally } from "../../../../src/domain/experiment/data/tally.js";

const zone = "Asia/Shanghai";
const tally = createTally((client) => (client === "tea" ? zone : undefined));
const MIDNIGHT = Date.parse("2026-11-25T00:00:00+08:00");
const add = (kind: string, data?: Fact["data"]) =>
  tally.of("tea", {
    ...{ kind, at: MIDNIGHT, group: "g", day: "2026-11-24" },
    ...(data && { data }),
  })?.sums;

describe("what a fact adds", () => {
  test.each<[kind: string, data: Fact["data"], sums: object | undefined]>([
    ["day_opened", { members: 150 }, { members: 150 }],
    ["said", undefined, { messages: 1 }],
    ["said", { first: true }, { messages: 1, active: 1 }],
    ["said", { reply: true }, { messages: 1, replies: 1 }],
    ["said", { first: true, reply: true }, { messages: 1, active: 1, replies: 1 }],
    ["said", { direct: true }, undefined],
    ["said", { bot: true }, undefined],
    ["joined", undefined, { joins: 1 }],
    ["joined", { again: true }, undefined],
    ["joined", { bot: true }, undefined],
    ["left", undefined, { leaves: 1 }],
    ["left", { again: true }, undefined],
    ["left", { bot: true }, undefined],
    ["opted_out", undefined, { complaints: 1 }],
    ["opted_out", { again: true }, undefined],
    ["ordered", { amount: 6_100 }, { orders: 1, revenue: 6_100 }],
    [
      "ordered",
      { amount: 6_100, off: 500, margin: 2_000 },
      { orders: 1, revenue: 6_100, costs: 500, margin: 2_000 },
    ],
    ["ordered", { amount: 6_100, currency: "USD" }, { orders: 1 }],
    ["recounted", { amount: -1_000, orders: 0 }, { orders: 0, revenue: -1_000 }],
    [
      "recounted",
      { amount: -6_100, off: -500, margin: -2_000, orders: -1 },
      { orders: -1, revenue: -6_100, costs: -500, margin: -2_000 },
    ],
    ["refunded", { refunded: 6_100 }, undefined],
    ["ordered", { amount: 0.1 + 0.2 }, { orders: 1, revenue: 0 }],
    ["ordered", { amount: "6100" }, { orders: 1, revenue: 0 }],
    ["redeemed", { off: 500 }, undefined],
    ["said_line", { line: "offer" }, undefined],
  ])("%s %j: %j", (kind, data, sums) => {
    expect(add(kind, data)).toEqual(sums);
  });

  test("a fact counts for the group and the day that it names", () => {
    const fact = { kind: "said", at: MIDNIGHT, group: "g", day: "2026-11-20" };
    expect(tally.of("tea", fact)).toMatchObject({ group: "g", day: "2026-11-20" });
  });

  test("an older fact names no day: it is that of the client's zone, if it has one", () => {
    const fact = { kind: "said", at: MIDNIGHT, group: "g" };
    expect(tally.of("tea", fact)?.day).toBe("2026-11-25");
    expect(tally.of("tea", { ...fact, at: MIDNIGHT - 1 })?.day).toBe("2026-11-24");
    expect(tally.of("unknown", fact)).toBeUndefined();
  });

  test("what happened in no group counts for none", () => {
    expect(tally.of("tea", { kind: "said", at: MIDNIGHT, day: "2026-11-24" })).toBeUndefined();
  });
});

describe("speaking", () => {
  const MINUTE = 60_000;
  const NOON = MIDNIGHT + 12 * 60 * MINUTE;
  const LINE = NOON - 10 * MINUTE;
  test.each<
    [what: string, now: number, spoke: number | undefined, lines: (number | undefined)[], string]
  >([
    ["never before", NOON, undefined, [], "first"],
    ["a second time on a day", NOON, MIDNIGHT, [], ""],
    ["first since midnight", MIDNIGHT, MIDNIGHT - 1, [], "first"],
    ["after a line", NOON, MIDNIGHT, [LINE], "reply"],
    ["in the same moment as a line", LINE, MIDNIGHT, [LINE], "reply"],
    ["again after the same line", NOON, LINE + MINUTE, [LINE], ""],
    ["after a line that followed", NOON, LINE - MINUTE, [MIDNIGHT, LINE], "reply"],
    ["30 minutes later", LINE + 30 * MINUTE, MIDNIGHT, [LINE], "reply"],
    ["later than that", LINE + 30 * MINUTE + 1, MIDNIGHT, [LINE], ""],
    ["after a line to them, later than one to all", NOON, LINE - MINUTE, [MIDNIGHT, LINE], "reply"],
    ["after one to all, later than one to them", NOON, LINE - MINUTE, [LINE, MIDNIGHT], "reply"],
    ["before a line that is held back", NOON, MIDNIGHT, [NOON + MINUTE], ""],
    ["where nothing was said to all", NOON, MIDNIGHT, [undefined, LINE], "reply"],
    ["for the first time, after a line", NOON, undefined, [LINE], "first reply"],
  ])("%s", (_what, now, spoke, lines, marks) => {
    const { first, reply } = speechOf({ now, zone, spoke, lines });
    expect([first && "first", reply && "reply"].filter(Boolean).join(" ")).toBe(marks);
  });
});
