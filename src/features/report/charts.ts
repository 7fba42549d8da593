import { minorDigits } from "../../core/money.js";
import type { ChartOption } from "../experiment/chart/render.js";
import type { Day, WeekReport } from "./report.js";
import { text } from "./texts.js";
import { dayText, shortCount, shortMoney, weekdayText } from "./words.js";

/** One chart of the page: its name, what its colours are, and what echarts draws. */
export type Panel = {
  readonly title: string;
  /** What is drawn, by colour. */
  readonly legend: readonly { readonly name: string; readonly colour: string }[];
  readonly option: ChartOption;
};

export const PANEL = { width: 340, height: 180 } as const;

/** The page's style knows these and turns them to what the reader's screen is: light or dark. */
export const COLOUR = {
  week: "#1d4ed8",
  before: "#8a94a0",
  away: "#b45309",
  rule: "#d3d9e0",
  soft: "#52606d",
  ink: "#1f2933",
  paper: "#ffffff",
} as const;

const FONT = 12;

/** What of a week can be drawn: money or orders, coming and going, who was active. Nothing of a week without a day. */
export function panelsOf(report: WeekReport): readonly Panel[] {
  if (!report.counted.week || report.state === "begun") return [];
  const { locale, days, daysBefore } = report;
  const sells = [...days, ...daysBefore].some(({ revenue, orders }) => revenue !== 0 || orders > 0);
  const money = [...days, ...daysBefore].some(({ revenue }) => revenue !== 0);
  return [
    ...(sells ? [salesPanel(report, money ? "revenue" : "orders")] : []),
    {
      title: text(locale, "chart.moves"),
      legend: [
        { name: text(locale, "chart.joins"), colour: COLOUR.week },
        { name: text(locale, "chart.leaves"), colour: COLOUR.away },
      ],
      option: frame(report, (value) => shortCount(locale, Math.abs(value)), [
        bars(valuesOf(days, "joins"), COLOUR.week, "moves"),
        bars(
          valuesOf(days, "leaves").map((n) => -n),
          COLOUR.away,
          "moves",
        ),
      ]),
    },
    {
      title: text(locale, "chart.active"),
      legend: againstBefore(report),
      option: frame(report, (value) => shortCount(locale, value), [
        bars(valuesOf(days, "active"), COLOUR.week),
        line(report, valuesOf(daysBefore, "active")),
      ]),
    },
  ];
}

function salesPanel(report: WeekReport, what: "revenue" | "orders"): Panel {
  const { locale, currency, days, daysBefore } = report;
  const isMoney = what === "revenue";
  const label = (value: number) =>
    isMoney ? shortMoney(report, value * 10 ** minorDigits(currency)) : shortCount(locale, value);
  const scale = isMoney ? 10 ** minorDigits(currency) : 1;
  const values = (of: readonly Day[]) => valuesOf(of, what).map((value) => value / scale);
  return {
    title: isMoney ? text(locale, "chart.revenue", { currency }) : text(locale, "chart.orders"),
    legend: againstBefore(report),
    option: frame(report, label, [
      bars(values(days), COLOUR.week),
      line(report, values(daysBefore)),
    ]),
  };
}

const valuesOf = (
  days: readonly Day[],
  what: Exclude<keyof Day, "day" | "counted">,
): readonly number[] => days.map((day) => day[what]);

const againstBefore = ({ locale, counted }: WeekReport): Panel["legend"] => [
  { name: text(locale, "chart.week"), colour: COLOUR.week },
  ...(counted.before ? [{ name: text(locale, "chart.before"), colour: COLOUR.before }] : []),
];

type Series = Extract<NonNullable<ChartOption["series"]>, readonly unknown[]>[number];

const bars = (data: readonly number[], color: string, stack?: string): Series => ({
  type: "bar",
  data: [...data],
  itemStyle: { color },
  barMaxWidth: 28,
  silent: true,
  ...(stack === undefined ? {} : { stack }),
});

/** The week before; nothing where nothing was counted in it. */
const line = ({ counted }: WeekReport, data: readonly number[]): Series => ({
  type: "line",
  data: counted.before ? [...data] : [],
  lineStyle: { color: COLOUR.before, width: 2, type: "dashed" },
  showSymbol: false,
  silent: true,
});

function frame(
  { locale, days }: WeekReport,
  label: (value: number) => string,
  series: readonly Series[],
): ChartOption {
  const axisLabel = { color: COLOUR.soft, fontSize: FONT };
  // The days of a week that is not over yet are all there is.
  const named = days.map(({ day }) =>
    days.length > 1 ? weekdayText(locale, day) : dayText(locale, day),
  );
  return {
    animation: false,
    textStyle: { fontFamily: "inherit" },
    grid: { left: 4, right: 4, top: 10, bottom: 4, containLabel: true },
    xAxis: {
      type: "category",
      data: named,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOUR.rule } },
      axisLabel: { ...axisLabel, interval: 0 },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitNumber: 3,
      splitLine: { lineStyle: { color: COLOUR.rule } },
      axisLabel: { ...axisLabel, formatter: label },
    },
    series: [...series],
  };
}
