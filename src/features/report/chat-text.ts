import type { Figure, FigureId, WeekReport } from "./report.js";
import { triedText, unknownText } from "./sentences.js";
import { text } from "./texts.js";
import { changeText, coversText, figureName, spanText, valueText } from "./words.js";

/** What a chat is told; the page has the rest. */
const MAIN: ReadonlySet<FigureId> = new Set([
  "members",
  "joins",
  "leaves",
  "active",
  "orders",
  "revenue",
  "margin",
  "promo_cost",
]);

/** So much of what isn't known is told one by one. */
const TOLD = 3;

/** A week in a few lines, for a chat. */
export function chatText(report: WeekReport): string {
  const { locale, brand, week, state, figures, tried, unknown } = report;
  const more = unknown.length - TOLD;
  const span = spanText(locale, week);
  const main = figures.filter(({ id, value }) => MAIN.has(id) && value !== null);
  return [
    text(locale, "chat.head", { brand, week: week.name, span, state }),
    coversText(report),
    ...main.map((figure) => figureLine(report, figure)),
    ...tried.map((one) => {
      const { about, stands, verdict } = triedText(report, one);
      return text(locale, "chat.tried", { about, stands: verdict ?? stands });
    }),
    ...unknown
      .slice(0, TOLD)
      .map((one) => text(locale, "chat.unknown", { what: unknownText(report, one) })),
    ...(more > 0 ? [text(locale, "chat.more", { n: more })] : []),
  ].join("\n");
}

function figureLine(report: WeekReport, figure: Figure): string {
  const { locale } = report;
  return text(locale, "chat.figure", {
    name: figureName(locale, figure.id),
    value: valueText(report, figure, figure.value),
    change: changeText(locale, figure) ?? "none",
  });
}
