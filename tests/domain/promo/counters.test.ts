import { describe, expect, test } from "vitest";
import {
  countersFrom,
  countersWanted,
  periodOf,
  usesOf,
  type Who,
} from "../../../src/domain/promo/counters.js";
import { quote } from "../../../src/domain/promo/quote.js";
import { cartOf, promosOf } from "../../support/promo-fixtures.js";

const NOW = Date.parse("2026-11-24T23:30:00+08:00");
const who = { member: "m1", group: "g1" };
const compiled = promosOf({
  main: {
    spend: "60.00",
    give: { off: "5.00" },
    limits: { uses: 3_000, member: { max: 1, per: "day" }, group: { max: 40, per: "week" } },
    budget: "15.00",
  },
  free: { give: { off: "1.00" } },
});

describe("counters of promos", () => {
  test.each([
    ["hour", "2026-11-24T15"],
    ["day", "2026-11-24"],
    ["week", "2026-W48"],
    ["month", "2026-11"],
    [undefined, "all"],
  ] as const)("a limit per %s counts in %s", (per, period) => {
    expect(periodOf(per, "Asia/Shanghai", NOW)).toBe(period);
  });

  test("the day turns at midnight of the playbook's zone", () => {
    expect(periodOf("day", "Asia/Shanghai", NOW + 30 * 60_000)).toBe("2026-11-25");
    expect(periodOf("day", "UTC", NOW + 30 * 60_000)).toBe("2026-11-24");
  });

  test("only what limits anything is counted, and only for whom it is known", () => {
    const wanted = (of: Who) => countersWanted(compiled, of, NOW).map(({ counter }) => counter);
    expect(wanted(who)).toEqual([
      "promo/main/uses",
      "promo/main/spent",
      "promo/main/member/m1/2026-11-24",
      "promo/main/group/g1/2026-W48",
    ]);
    expect(wanted({})).toEqual(["promo/main/uses", "promo/main/spent"]);
  });

  /** Midnight in the playbook's zone. */
  const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`);
  const quarter = 90 * 86_400_000;

  test("an order uses one of each, and its money of the budget, within the limits", () => {
    const { applied } = quote(compiled, cartOf([6_000]), { tags: [] }, {}, NOW);
    expect(usesOf(compiled, applied, who, NOW)).toEqual([
      { counter: "promo/main/uses", of: "use", by: 1, limit: 3_000 },
      { counter: "promo/main/spent", of: "money", by: 500, limit: 1_500 },
      {
        counter: "promo/main/member/m1/2026-11-24",
        of: "use",
        by: 1,
        limit: 1,
        until: midnight("2026-11-25") + quarter,
      },
      {
        counter: "promo/main/group/g1/2026-W48",
        of: "use",
        by: 1,
        limit: 40,
        until: midnight("2026-11-30") + quarter,
      },
    ]);
  });

  test.each([
    ["hour", "2026-11-25T00:00:00+08:00"],
    ["month", "2026-12-01T00:00:00+08:00"],
    [undefined, undefined],
  ] as const)("what is used per %s is counted until a quarter after its end", (per, end) => {
    const { applied } = quote(compiled, cartOf([6_000]), { tags: [] }, {}, NOW);
    const of = promosOf({ main: { give: { off: "5.00" }, limits: { member: { max: 1, per } } } });
    const [use] = usesOf(of, applied, who, NOW);
    expect(use?.until).toBe(end === undefined ? undefined : Date.parse(end) + quarter);
  });

  test("a promo that did not apply uses nothing up", () => {
    const { applied } = quote(compiled, cartOf([100]), { tags: [] }, {}, NOW);
    expect(applied.map(({ promo }) => promo)).toEqual(["free"]);
    expect(usesOf(compiled, applied, who, NOW)).toEqual([]);
  });

  test("what is stored decides the next quote: three of 5.00 in 15.00, then no more", () => {
    const stored = new Map<string, number>();
    const discounts = [1, 2, 3, 4].map((member) => {
      const one = { member: `m${member}`, group: "g1" };
      const counters = countersFrom(countersWanted(compiled, one, NOW), (key) => stored.get(key));
      const { applied, discount } = quote(compiled, cartOf([6_000]), { tags: [] }, counters, NOW);
      for (const { counter, by } of usesOf(compiled, applied, one, NOW))
        stored.set(counter, (stored.get(counter) ?? 0) + by);
      return discount;
    });
    expect(discounts).toEqual([500, 500, 500, 100]);
  });
});
