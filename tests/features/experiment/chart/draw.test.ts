import { expect, test } from "vitest";
import type { Chart } from "../../../../src/domain/experiment/report/chart.js";
import { chartWords } from "../../../../src/domain/experiment/report/chart-words.js";
import { drawPng, drawSvg } from "../../../../src/features/experiment/chart/draw.js";
import { wrap } from "../../../../src/features/experiment/chart/layout.js";
import { dayStep, liftRange, testRange } from "../../../../src/features/experiment/chart/range.js";

const days = Array.from({ length: 14 }, (_, i) => i + 1);
const chart: Chart = {
  arms: ["sixty", "sixtyfive"],
  primary: "margin_per_member",
  horizon: 28,
  until: 14,
  smallest: 0.05,
  verdict: "harmful",
  estimate: { lift: -0.2, low: -0.3, high: -0.1 },
  stopped: 12,
  moreDays: null,
  lifts: days.map((day) => ({ day, value: -0.2 + 0.5 / day })),
  intervals: days.map((day) => ({
    day,
    low: day < 9 ? null : -0.3,
    high: day < 9 ? null : 1 / day - 0.17,
  })),
  test: {
    kind: "statistic",
    values: days.map((day) => ({ day, value: -day / 4 })),
    bar: [1, 14, 28].map((day) => ({ day, value: 11 / Math.sqrt(day) })),
  },
};
const words = chartWords(chart, "zh-CN");

test("the SVG carries the words and both panels", async () => {
  const svg = await drawSvg(chart, words);
  for (const text of [words.title, words.estimate, words.progress, words.lift, words.test])
    expect(svg).toContain(`>${text}</text>`);
  expect(svg).toContain("第28天");
  expect(svg).toMatch(/width="1080" height="720"/);
  expect(svg).not.toContain("NaN");
});

test("the PNG has the size of a chat picture, and its Chinese is drawn and not left out", async () => {
  const png = Buffer.from(await drawPng(chart, words));
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1080, 720]);
  const other = await drawPng(chart, { ...words, title: "无实质差异：换了别的字" });
  const blank = await drawPng(chart, { ...words, title: "" });
  expect(Buffer.compare(png, Buffer.from(other))).not.toBe(0);
  expect(other.length).toBeGreaterThan(blank.length + 2000);
});

test("what has no interval and no day yet is drawn too", async () => {
  const nothing: Chart = {
    ...chart,
    lifts: [],
    intervals: [],
    stopped: null,
    estimate: { lift: null, low: null, high: null },
    test: { kind: "evidence", values: [], bar: [] },
  };
  expect(await drawSvg(nothing, chartWords(nothing, "en"))).not.toContain("NaN");
});

test.each([
  ["a wide first week is cut off", chart, { min: -0.6, max: 0.2, interval: 0.2 }],
  [
    "nothing known",
    { ...chart, lifts: [], intervals: [] },
    { min: -0.1, max: 0.1, interval: 0.05 },
  ],
])("the lift's axis: %s", (_name, given, range) => {
  const { min, max, interval } = liftRange(given);
  expect(min).toBeCloseTo(range.min, 9);
  expect(max).toBeCloseTo(range.max, 9);
  expect(interval).toBe(range.interval);
});

test("the evidence is shown by its powers of ten", () => {
  const evidence = { kind: "evidence" as const, values: [{ day: 1, value: 4000 }], bar: [] };
  expect(testRange({ ...chart, test: evidence })).toEqual({ min: -1, max: 4, interval: 1 });
});

test.each([
  [5, 1],
  [28, 7],
  [56, 7],
  [84, 14],
  [365, 49],
])("a horizon of %i days is labelled every %i", (horizon, step) => {
  expect(dayStep(horizon)).toBe(step);
});

test.each([
  ["短", ["短"]],
  ["一二三四五六七八九十一二", ["一二三四五六七八九十", "一二"]],
  ["一二三四五六七八九十。", ["一二三四五六七八九十。"]],
  ["plain words break at spaces", ["plain words break at", "spaces"]],
])("%s is wrapped to ten characters", (text, lines) => {
  expect(wrap(text, 10, 100)).toEqual(lines);
});
