import type { CustomSeriesOption, EChartsOption, LineSeriesOption } from "echarts";
import type { Chart } from "../../../domain/experiment/report/chart.js";
import type { ChartWords } from "../../../domain/experiment/report/chart-words.js";
import { layout, SIZE } from "./layout.js";
import { type AxisRange, dayStep, liftRange, scaled, testRange } from "./range.js";

type Point = readonly [day: number, value: number];
const COLOUR = {
  ink: "#1f2933",
  soft: "#52606d",
  rule: "#d3d9e0",
  lift: "#1d4ed8",
  interval: "rgba(37, 99, 235, 0.28)",
  calm: "#e9ebee",
  bar: "#b42318",
  stop: "#b45309",
} as const;

/** What echarts draws: the running lift with its interval above, the test with its bar below. */
export function optionOf(chart: Chart, words: ChartWords, family: string): EChartsOption {
  const place = layout(words);
  const lift = liftRange(chart);
  const test = testRange(chart);
  const heading = (
    text: string,
    at: { left: number; top: number; size: number },
    color: string,
  ) => ({
    text,
    left: at.left,
    top: at.top,
    padding: 0,
    textStyle: {
      color,
      fontSize: at.size,
      fontWeight: "normal" as const,
      lineHeight: at.size * 1.25,
    },
  });
  const label = { color: COLOUR.soft, fontSize: SIZE.label };
  const days = {
    type: "value" as const,
    min: 0,
    max: chart.horizon,
    interval: dayStep(chart.horizon),
    splitLine: { show: false },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: COLOUR.rule }, onZero: false },
  };
  const values = (range: AxisRange, formatter: (value: number) => string) => ({
    type: "value" as const,
    ...range,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: COLOUR.rule } },
    axisLabel: { ...label, formatter },
  });
  return {
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: family },
    title: [
      heading(place.titleText, place.title, COLOUR.ink),
      heading(words.estimate, place.estimate, COLOUR.soft),
      heading(words.progress, place.progress, chart.stopped === null ? COLOUR.soft : COLOUR.stop),
      heading(words.lift, place.liftName, COLOUR.ink),
      heading(words.test, place.testName, COLOUR.ink),
    ],
    grid: [place.lift, place.test],
    xAxis: [
      { ...days, gridIndex: 0, axisLabel: { show: false } },
      { ...days, gridIndex: 1, axisLabel: { ...label, formatter: words.day, hideOverlap: true } },
    ],
    yAxis: [
      { ...values(lift, percentLabel), gridIndex: 0 },
      { ...values(test, chart.test.kind === "statistic" ? String : evidenceLabel), gridIndex: 1 },
    ],
    series: [...liftSeries(chart, lift), ...testSeries(chart, test)],
  };
}

function liftSeries(chart: Chart, range: AxisRange): (LineSeriesOption | CustomSeriesOption)[] {
  const inside = (value: number) => Math.min(range.max, Math.max(range.min, value));
  const { smallest, horizon, intervals } = chart;
  const calm: Point[] = [
    [0, smallest],
    [horizon, smallest],
    [horizon, -smallest],
    [0, -smallest],
  ];
  const bounded = intervals.filter(({ low, high }) => low !== null || high !== null);
  const upper = bounded.map(({ day, high }): Point => [day, inside(high ?? range.max)]);
  const lower = bounded.map(({ day, low }): Point => [day, inside(low ?? range.min)]);
  const known = chart.lifts.flatMap(({ day, value }): Point[] =>
    value === null ? [] : [[day, value]],
  );
  return [
    area(
      calm.map(([day, value]) => [day, inside(value)]),
      COLOUR.calm,
    ),
    area([...upper, ...lower.reverse()], COLOUR.interval),
    line(
      [
        [0, 0],
        [horizon, 0],
      ],
      { color: COLOUR.soft, width: 2 },
    ),
    line(known, { color: COLOUR.lift, width: 6 }),
    ...stopLine(chart, range, 0),
  ];
}

function testSeries(chart: Chart, range: AxisRange): (LineSeriesOption | CustomSeriesOption)[] {
  const { test } = chart;
  const values = test.values.flatMap(({ day, value }): Point[] =>
    value === null ? [] : [[day, scaled(test, value)]],
  );
  const bar = test.bar.map(({ day, value }): Point => [day, scaled(test, value)]);
  const dashed = { color: COLOUR.bar, width: 4, type: "dashed" } as const;
  const below = bar.map(([day, value]): Point => [day, -value]);
  return [
    line(bar, dashed, 1),
    ...(test.kind === "statistic" ? [line(below, dashed, 1)] : []),
    line(values, { color: COLOUR.lift, width: 6 }, 1),
    ...stopLine(chart, range, 1),
  ];
}

const stopLine = (
  { stopped }: Chart,
  { min, max }: AxisRange,
  panel: number,
): LineSeriesOption[] =>
  stopped === null
    ? []
    : [
        line(
          [
            [stopped, min],
            [stopped, max],
          ],
          { color: COLOUR.stop, width: 4, type: "dotted" },
          panel,
        ),
      ];

const line = (
  data: readonly Point[],
  lineStyle: { color: string; width: number; type?: "dashed" | "dotted" },
  panel = 0,
): LineSeriesOption => ({
  type: "line",
  data: data.map(([day, value]) => [day, value]),
  lineStyle,
  showSymbol: false,
  clip: true,
  xAxisIndex: panel,
  yAxisIndex: panel,
});

/** A filled outline on the upper panel. */
const area = (outline: readonly Point[], fill: string): CustomSeriesOption => ({
  type: "custom",
  data: [0],
  renderItem: (_params, api) => ({
    type: "polygon",
    shape: { points: outline.map(([day, value]) => api.coord([day, value])) },
    style: { fill },
  }),
});

const percentLabel = (value: number): string =>
  `${value < 0 ? "−" : value > 0 ? "+" : ""}${Math.round(Math.abs(value) * 100)}%`;
const evidenceLabel = (power: number): string => String(10 ** power);
