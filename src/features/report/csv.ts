import { formatMoney } from "../../core/money.js";
import type { Day, WeekReport } from "./report.js";
import { triedText, unknownText } from "./sentences.js";
import { text } from "./texts.js";
import { figureName } from "./words.js";

type Cell = string | number | null;
type Row = readonly [
  section: string,
  id: string,
  name: string,
  day: string,
  value: Cell,
  before: Cell,
  unit: string,
];

const HEAD = ["section", "id", "name", "day", "value", "before", "unit"];
const OF_DAYS = [
  "joins",
  "leaves",
  "messages",
  "active",
  "orders",
  "revenue",
  "promo_cost",
] as const satisfies readonly (keyof Day)[];
const MONEY: ReadonlySet<string> = new Set(["revenue", "promo_cost"]);

/**
 * A week for a spreadsheet: a line for each figure, each figure of a day, each promo, experiment and gap. Money in the
 * currency's major units; an empty cell is not known. It begins with the mark by which Excel knows UTF-8.
 */
export function csvOf(report: WeekReport): string {
  const lines = [HEAD, ...rowsOf(report)].map((row) => row.map(cellText).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

function rowsOf(report: WeekReport): readonly Row[] {
  const { locale, currency, week, figures, days, daysBefore, promos, tried, unknown } = report;
  const money = (minor: number | null) => (minor === null ? null : formatMoney(minor, currency));
  return [
    ...figures.map(({ id, unit, value, before }): Row => {
      const isMoney = unit === "money";
      const [now, then] = isMoney ? [money(value), money(before)] : [value, before];
      const of = isMoney ? currency : "count";
      return ["week", id, figureName(locale, id), week.name, now, then, of];
    }),
    ...OF_DAYS.flatMap((id) =>
      days.map((day, n): Row => {
        const [now, then] = [day[id], daysBefore[n]?.[id] ?? null];
        const row = [
          "day",
          id,
          id === "active" ? text(locale, "chart.active") : figureName(locale, id),
          day.day,
        ] as const;
        return MONEY.has(id)
          ? [...row, money(now), money(then), currency]
          : [...row, now, then, "count"];
      }),
    ),
    ...(promos ?? []).flatMap(({ id, title, cost, before, uses, coupons, budget }): Row[] => [
      ["promo_cost", id, title, week.name, money(cost), money(before), currency],
      ["promo_uses", id, title, week.name, uses, null, "count"],
      ["promo_coupons", id, title, week.name, coupons, null, "count"],
      ...(budget
        ? [
            ["promo_spent", id, title, "", money(budget.spent), null, currency] as const,
            ["promo_budget", id, title, "", money(budget.of), null, currency] as const,
          ]
        : []),
    ]),
    ...tried.map((one): Row => {
      const { about, stands, verdict } = triedText(report, one);
      const on = one.state === "ended" ? one.on : "";
      return ["tried", one.run, about, on, verdict ?? stands, null, one.state];
    }),
    ...unknown.map((one): Row => ["unknown", one.code, "", "", unknownText(report, one), null, ""]),
  ];
}

/** A number as it is, unless it is a text. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A cell. Excel takes a text for a formula that begins with one of these signs, and runs it: it gets a ' before it.
 */
function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number" || NUMBER.test(cell)) return String(cell);
  const safe = /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
