import { expect, test } from "vitest";
import { analyze } from "../../../../src/domain/experiment/analysis/analysis.js";
import type { Row } from "../../../../src/domain/experiment/data/data.js";
import { type Design, designSchema } from "../../../../src/domain/experiment/design/design.js";
import { type Chart, chartOf } from "../../../../src/domain/experiment/report/chart.js";
import { chartWords } from "../../../../src/domain/experiment/report/chart-words.js";
import { pairsOf, simulate } from "../../../support/validity/worlds.js";

const scene = { world: "poisson", groups: 8, days: 28, lift: 0.3, seed: "story" } as const;
const design = (change: Partial<Design> = {}): Design =>
  designSchema.parse({
    design: "switchback",
    arms: ["a", "b"],
    primary: "orders_per_member",
    horizon: 28,
    pairs: pairsOf(8),
    ...change,
  });
const rows = simulate(scene);
const drawn = (given: Design, data: readonly Row[]): Chart =>
  chartOf({ design: given, rows: data, analysis: analyze(given, data) });
/** Drawing takes most of a second. */
const whole = drawn(design(), rows);
const upTo = (day: number) => rows.filter((row) => row.day <= day);

test("the last point of each line is what the report says", () => {
  const analysis = analyze(design(), rows);
  const chart = whole;
  expect(chart.lifts).toHaveLength(28);
  expect(chart.lifts.at(-1)?.value).toBeCloseTo(analysis.estimate.lift as number, 12);
  expect(chart.intervals.at(-1)).toEqual({
    day: 28,
    low: analysis.estimate.low,
    high: analysis.estimate.high,
  });
  expect(chart.test.values).toEqual(
    analysis.looks.map(({ day, statistic }) => ({ day, value: statistic })),
  );
  expect([chart.stopped, chart.verdict]).toEqual([analysis.stopped_on, "effective"]);
});

test("each day's point is what a report of that day would have said", () => {
  const chart = whole;
  for (const day of [5, 20]) {
    const then = analyze(design(), upTo(day)).estimate;
    expect(chart.lifts[day - 1]?.value).toBeCloseTo(then.lift as number, 12);
    expect(chart.intervals.find((one) => one.day === day)).toEqual({
      day,
      low: then.low,
      high: then.high,
    });
  }
});

test("intervals only narrow, and first exclude zero on the day of the verdict", () => {
  const { intervals, stopped } = whole;
  // Each end is found by bisection, to a millionth.
  for (const [i, { low, high }] of intervals.slice(1).entries()) {
    expect(low ?? -1).toBeGreaterThan((intervals[i]?.low ?? -1) - 2e-6);
    expect(high ?? 99).toBeLessThan((intervals[i]?.high ?? 99) + 2e-6);
  }
  expect(intervals.find(({ low }) => (low ?? -1) > 0)?.day).toBe(stopped);
});

test("the statistic passes the bar on the day of the verdict and on none before", () => {
  const { test: shown, stopped } = whole;
  const passed = shown.values.filter(({ day, value }) => {
    const bar = shown.bar.find((at) => at.day === day)?.value ?? Number.POSITIVE_INFINITY;
    return Math.abs(value ?? 0) > bar;
  });
  expect(stopped).toBeGreaterThan(5);
  expect(passed[0]?.day).toBe(stopped);
});

test("on days to come the bar falls to the horizon, and joins what it was", () => {
  const early = drawn(
    design({}),
    simulate(scene).filter(({ day }) => day <= 12),
  );
  const bars = early.test.bar.map(({ value }) => value);
  expect(early.test.bar.map(({ day }) => day).slice(-16)).toEqual(
    Array.from({ length: 16 }, (_, i) => i + 13),
  );
  const toCome = bars.slice(-16);
  expect(toCome).toEqual([...toCome].sort((a, b) => b - a));
  expect(bars.at(-1)).toBeCloseTo(2.14, 1);
  expect(Math.abs((bars.at(-17) ?? 0) - (toCome[0] ?? 0))).toBeLessThan(0.2);
});

test("a design that can never answer has no bar to pass", () => {
  const parallel = design({ design: "parallel", pairs: pairsOf(4) });
  const chart = drawn(parallel, simulate({ ...scene, groups: 4, block: 28 }));
  expect(chart.verdict).toBe("unanswerable");
  expect(chart.test.bar).toEqual([]);
  expect(chartWords(chart, "zh-CN").test).toBe("证据：这个设计没有能越过的线");
});

test("members with their own coins are judged by E, day by day", () => {
  const pushes = Array.from({ length: 40 }, (_, i) => i + 1).flatMap((day): Row[] => [
    { group: "all", day, arm: "a", members: 100, orders: 5, line: 0 },
    { group: "all", day, arm: "b", members: 100, orders: 9, line: 0 },
  ]);
  const member = design({ design: "member", horizon: 40 });
  const chart = drawn(member, pushes);
  const analysis = analyze(member, pushes);
  expect(chart.test.kind).toBe("evidence");
  expect(chart.test.values.at(-1)).toEqual({ day: 40, value: analysis.evidence });
  expect(chart.test.bar).toEqual([
    { day: 1, value: 20 },
    { day: 40, value: 20 },
  ]);
  expect(chart.lifts.at(-1)?.value).toBe(analysis.estimate.lift);
});

test("of three arms each has its own chart", () => {
  const three = design({
    horizon: 7,
    arms: ["a", "b", "c"],
    pairs: [
      ["g0", "g1", "g2"],
      ["g3", "g4", "g5"],
    ],
  });
  const data = simulate({ ...scene, groups: 6, days: 7, arms: ["a", "b", "c"] });
  const analysis = analyze(three, data);
  const last = chartOf({ design: three, rows: data, analysis, arm: "c" });
  expect(last.arms).toEqual(["a", "c"]);
  expect(last.estimate).toEqual(analysis.others?.[1]?.estimate);
  expect(last.lifts.at(-1)?.value).toBeCloseTo(last.estimate.lift as number, 12);
});

test("before the first day there is nothing to draw, and no error", () => {
  const chart = drawn(design({ horizon: 7 }), upTo(0));
  expect([chart.lifts, chart.intervals, chart.until]).toEqual([[], [], 0]);
  expect(chartWords(chart, "en").estimate).toBe("Orders per member");
});

test("the verdict and what led to it, in words", () => {
  const words = chartWords(whole, "zh-CN", { a: "小份", b: "大份" });
  expect(words.title).toBe("有效：大份 比 小份 好。");
  expect(words.estimate).toMatch(/^人均订单 \+\d+\.\d%，区间 \+\d+\.\d% 到/);
  expect(words.progress).toBe(`第 ${whole.stopped} 天得出结论，期限 28 天`);
  expect(words.lift).toBe("提升（灰带 ±5% 以内不算差别）");
});

test("five days without a verdict, in words", () => {
  const unbounded = { lift: 0.125, low: null, high: null };
  const early: Chart = {
    ...whole,
    verdict: "insufficient",
    until: 5,
    stopped: null,
    moreDays: 90,
    estimate: unbounded,
  };
  const words = chartWords(early, "zh-CN");
  expect(words.title).toBe("证据不足：还看不出 b 和 a 谁好。");
  expect(words.estimate).toBe("人均订单 +12.5%，还没有区间");
  expect(words.progress).toBe("第 5 天，期限 28 天；照现在的估计还需约 90 天");
  expect(chartWords(early, "en").progress).toBe("Day 5 of 28; about 90 more as estimated");
});

test("a long experiment gets fewer intervals, so that drawing stays quick", () => {
  const long = design({ horizon: 112, pairs: pairsOf(2) });
  const chart = drawn(long, simulate({ ...scene, groups: 2, days: 112 }));
  expect(chart.intervals.length).toBeLessThan(12);
  expect(chart.intervals.map(({ day }) => day)).toContain(chart.stopped);
  expect(chart.lifts).toHaveLength(112);
  expect(chart.test.bar.length).toBeLessThanOrEqual(112);
});

test("each day of the axis has its number, and where it begins nothing", () => {
  const { day } = chartWords(whole, "zh-CN");
  expect([0, 1, 7].map(day)).toEqual(["", "第1天", "第7天"]);
});
