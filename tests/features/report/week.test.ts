import { expect, test } from "vitest";
import { dateAfter } from "../../../src/domain/experiment/design/current.js";
import type { WeekReport } from "../../../src/features/report/report.js";
import { openWeek, twoWeeks } from "../../support/week.js";

const figureOf = ({ figures }: WeekReport, id: string) => {
  const { value, before } = figures.find((figure) => figure.id === id) ?? {};
  return [value, before];
};
const codes = ({ unknown }: WeekReport) => unknown.map(({ code }) => code);

test("a week is added up by group and day, beside the week before", async () => {
  const open = await openWeek();
  await open.group("g1");
  await open.group("g2");
  // Outside both weeks, at either end.
  await open.day("g1", "2026-11-15", { members: 9, joined: 50 });
  await open.day("g1", "2026-11-16", { members: 10, joined: 1, active: 4, messages: 9 });
  await open.day("g1", "2026-11-23", { members: 20, joined: 3, left: 1, active: 5, messages: 6 });
  await open.day("g2", "2026-11-23", { members: 7, opted_out: 2, active: 2 });
  await open.day("g2", "2026-11-29", { members: 8, joined: 2 });
  await open.day("g1", "2026-11-30", { members: 25, joined: 40 });
  await open.day("g2", "2026-11-30", { members: 10 });
  await open.order({ id: "1", day: "2026-11-23", amount: 5000, member: "m", group: "g1" });
  await open.order({ id: "2", day: "2026-11-29", amount: 2501, member: "m", group: "g2" });
  await open.order({ id: "3", day: "2026-11-22", amount: 1000, member: "m", group: "g2" });
  await open.order({ id: "4", day: "2026-11-30", amount: 9900, member: "m", group: "g2" });
  const report = await open.week();
  expect(report).toMatchObject({
    client: "tea-town",
    week: { name: "2026-W48", from: "2026-11-23", to: "2026-11-29" },
    before: { week: "2026-W47", from: "2026-11-16", to: "2026-11-22" },
    state: "whole",
    groups: 2,
  });
  // As Monday began.
  expect(figureOf(report, "members")).toEqual([35, 27]);
  expect(figureOf(report, "joins")).toEqual([5, 1]);
  expect(figureOf(report, "leaves")).toEqual([1, 0]);
  expect(figureOf(report, "opt_outs")).toEqual([2, 0]);
  expect(figureOf(report, "messages")).toEqual([8, 9]);
  expect(figureOf(report, "orders")).toEqual([2, 1]);
  expect(figureOf(report, "revenue")).toEqual([7501, 1000]);
  expect(figureOf(report, "average_order")).toEqual([3751, 1000]);
  expect(figureOf(report, "margin")).toEqual([3100 + 1551, 620]);
  expect(report.days.map(({ joins }) => joins)).toEqual([3, 0, 0, 0, 0, 0, 2]);
  expect(report.days[0]).toMatchObject({ day: "2026-11-23", orders: 1, revenue: 5000 });
  expect(report.daysBefore.at(-1)).toMatchObject({ day: "2026-11-22", revenue: 1000 });
});

test("promos add up to the promo cost of the rollups, with their budgets as they stand", async () => {
  const open = await openWeek();
  await twoWeeks(open);
  const counter = { op: "add", counter: "promo/main/spent", by: 123_400 } as const;
  await open.write([], [counter]);
  const report = await open.week();
  const promos = report.promos ?? [];
  const sum = promos.reduce((all, { cost }) => all + cost, 0);
  const before = promos.reduce((all, promo) => all + promo.before, 0);
  expect(sum).toBeGreaterThan(0);
  expect(figureOf(report, "promo_cost")).toEqual([sum, before]);
  expect(promos.map(({ cost }) => cost)).toEqual(
    promos.map(({ cost }) => cost).sort((a, b) => b - a),
  );
  const main = promos.find(({ id }) => id === "main");
  expect(main).toMatchObject({ title: "饮品满60减5", budget: { spent: 123_400, of: 1_500_000 } });
  const coupons = promos.reduce((all, promo) => all + promo.coupons, 0);
  expect(figureOf(report, "coupons_used")[0]).toBe(coupons);
  expect(coupons).toBeGreaterThan(0);
});

test("what isn't known is said, and nothing that is", async () => {
  const open = await openWeek();
  expect(codes(await open.week())).toEqual([
    "WEEK_NOT_COUNTED",
    "BEFORE_NOT_COUNTED",
    "ORDERS_NEVER",
    "GROUPS_FEW",
    "VERDICT_OUT_OF_REACH",
    "VERDICT_OUT_OF_REACH",
    "VERDICT_OUT_OF_REACH",
  ]);
  await twoWeeks(open);
  await open.group("g3", { title: "第三群", gone: true });
  const of = { day: "2026-11-24", amount: 5000 };
  await open.order({ ...of, id: "nobody" });
  await open.order({ ...of, id: "before", day: "2026-11-20" });
  await open.order({ ...of, id: "homeless", member: "m" });
  await open.order({ ...of, id: "dollars", member: "m", group: "g1", currency: "USD" });
  const { unknown, figures } = await open.week();
  expect(unknown.filter(({ code }) => code !== "VERDICT_OUT_OF_REACH")).toEqual([
    { code: "ORDERS_UNMATCHED", n: 1 },
    { code: "ORDERS_HOMELESS", n: 1 },
    { code: "ORDERS_FOREIGN", n: 1 },
    { code: "GROUPS_GONE", groups: ["第三群"] },
  ]);
  expect(figures.every(({ value }) => value !== null)).toBe(true);
});

test("without a margin in the playbook none is told, and a day on which nothing was counted is named", async () => {
  const open = await openWeek({
    edit: (text) =>
      text
        .replace(/\n {2}margin: "0.62".*\n/, "\n")
        .replaceAll("margin_per_member", "revenue_per_member"),
  });
  await open.group("g1");
  await open.group("g2");
  for (const n of [0, 1, 3, 4, 5, 6])
    for (const week of ["2026-11-16", "2026-11-23"])
      await open.day("g1", dateAfter(week, n), { members: 5 });
  await open.order({ id: "1", day: "2026-11-23", amount: 5000, member: "m", group: "g1" });
  const report = await open.week();
  expect(report.unknown.slice(0, 2)).toEqual([
    { code: "DAYS_NOT_COUNTED", days: ["2026-11-25"] },
    { code: "MARGIN_UNSET" },
  ]);
  expect(figureOf(report, "margin")).toEqual([null, null]);
  // The Monday after was not counted: as Sunday began.
  expect(figureOf(report, "members")).toEqual([5, 5]);
});

test("a running week is its whole days against the same days of the week before", async () => {
  const open = await openWeek({ at: Date.parse("2026-11-26T23:59:00+08:00") });
  await twoWeeks(open);
  const report = await open.week("2026-W48");
  expect(report).toMatchObject({
    state: "so_far",
    covers: { from: "2026-11-23", to: "2026-11-25", days: 3 },
    before: { from: "2026-11-16", to: "2026-11-18" },
    ahead: { week: { name: "2026-W49" } },
  });
  const of = (days: WeekReport["days"]) => days.reduce((sum, { orders }) => sum + orders, 0);
  expect(report.days).toHaveLength(3);
  expect(figureOf(report, "orders")).toEqual([of(report.days), of(report.daysBefore)]);
});

test("on its first day a week has no figures, and says so", async () => {
  const open = await openWeek({ at: Date.parse("2026-11-23T00:00:00+08:00") });
  await twoWeeks(open);
  const report = await open.week("2026-W48");
  expect(report.state).toBe("begun");
  expect(report.days).toEqual([]);
  expect(report.figures.every(({ value }) => value === null)).toBe(true);
});

test("a week goes by the client's clock: without one it is the last that is over there", async () => {
  const last = async (at: string) => (await (await openWeek({ at: Date.parse(at) })).week()).week;
  expect(await last("2026-11-29T15:59:59Z")).toMatchObject({ name: "2026-W47" });
  expect(await last("2026-11-29T16:00:00Z")).toMatchObject({ name: "2026-W48" });
});

test("a week that is none, or is still to come, gets a sentence", async () => {
  const { week } = await openWeek();
  await expect(week("W48")).rejects.toMatchObject({
    code: "REPORT_WEEK_FORM",
    params: { week: "W48", last: "2026-W48" },
  });
  await expect(week("2026-W50")).rejects.toMatchObject({
    code: "REPORT_WEEK_FUTURE",
    params: { week: "2026-W50", from: "2026-12-07" },
  });
});

test("of an old week coupons that were granted are no longer known, and nothing is planned after it", async () => {
  const open = await openWeek({ at: Date.parse("2027-04-05T09:00:00+08:00") });
  await twoWeeks(open);
  const report = await open.week("2026-W48");
  expect(figureOf(report, "coupons_granted")).toEqual([null, null]);
  expect(codes(report)).toEqual(["COUPONS_FORGOTTEN"]);
  expect(report.ahead).toBeNull();
});

test("what is planned: posts by day and time, promos that begin and end", async () => {
  const open = await openWeek({
    edit: (text) =>
      text.replace(
        'window: { daily: ["09:00", "22:00"] }',
        'window: { from: "2026-12-02T00:00:00+08:00", to: "2026-12-06T00:00:00+08:00" }',
      ),
  });
  const { ahead } = await open.week();
  expect(ahead?.promos).toEqual([
    { id: "main", title: "饮品满60减5", day: "2026-12-02", what: "begins" },
    { id: "main", title: "饮品满60减5", day: "2026-12-05", what: "ends" },
  ]);
  expect(ahead?.posts).toContainEqual({
    id: "slump",
    at: "14:30",
    days: ["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"],
    paused: false,
  });
});
