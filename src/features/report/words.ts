import type { Lang } from "../../core/i18n.js";
import { formatMoney, minorDigits } from "../../core/money.js";
import type { Figure, FigureId, PromoLine, WeekReport } from "./report.js";
import { text } from "./texts.js";

type In = Pick<WeekReport, "locale" | "currency">;

/** Money of a report as its readers write it; minor units in. */
export const moneyText = ({ locale, currency }: In, minor: number): string =>
  new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  }).format(Number(formatMoney(minor, currency)));

/** An amount for the axis of a chart: short, without its currency. */
export const shortMoney = ({ locale, currency }: In, minor: number): string =>
  shortCount(locale, minor / 10 ** minorDigits(currency));

export const shortCount = (locale: Lang, n: number): string =>
  new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(n);

const countText = (locale: Lang, n: number): string => new Intl.NumberFormat(locale).format(n);

/** A figure's value in words; a dash where it is not known. */
export function valueText(of: In, { unit }: Pick<Figure, "unit">, value: number | null): string {
  if (value === null) return "–";
  return unit === "money" ? moneyText(of, value) : countText(of.locale, value);
}

/** By how much a figure differs from the week before; undefined where one is not known, or it began at nothing. */
export function changeText(
  locale: Lang,
  { value, before }: Pick<Figure, "value" | "before">,
): string | undefined {
  if (value === null || before === null || before === 0) return undefined;
  return new Intl.NumberFormat(locale, {
    style: "percent",
    signDisplay: "exceptZero",
    maximumFractionDigits: 0,
  }).format((value - before) / Math.abs(before));
}

/** `Mon, Nov 23` */
export const dayText = (locale: Lang, day: string): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    weekday: "short",
    month: "short",
    day: "numeric",
  }).format(Date.parse(day));

export const weekdayText = (locale: Lang, day: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short" }).format(Date.parse(day));

/** `Nov 23 – 29`; the year stands in the week's name. */
export const spanText = (
  locale: Lang,
  { from, to }: { readonly from: string; readonly to: string },
): string =>
  new Intl.DateTimeFormat(locale, { timeZone: "UTC", month: "short", day: "numeric" }).formatRange(
    Date.parse(from),
    Date.parse(to),
  );

/** A share as whole percents. */
export const shareText = (locale: Lang, share: number): string =>
  new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);

export const listText = (locale: Lang, parts: readonly string[]): string =>
  parts.join(text(locale, "between"));

/** How a figure is called. */
export const figureName = (locale: Lang, id: FigureId): string => text(locale, `figure.${id}`);

/** What a figure counts, and what it doesn't. */
export const figureMeaning = (locale: Lang, id: FigureId): string => text(locale, `meaning.${id}`);

/** Those that anything is known of. */
export const shown = ({ figures }: WeekReport): readonly Figure[] =>
  figures.filter(({ value, before }) => value !== null || before !== null);

/** What the figures cover and what they are compared with, in a sentence. */
export function coversText(report: WeekReport): string {
  const { locale, state, covers, before } = report;
  const than = spanText(locale, before);
  switch (state) {
    case "whole":
      return text(locale, "covers.whole", { before: before.week, than });
    case "so_far":
      return text(locale, "covers.so-far", {
        days: covers.days,
        through: dayText(locale, covers.to),
        than,
      });
    case "begun":
      return text(locale, "covers.begun");
  }
}

/** How far a promo's budget is spent, in words. */
export function budgetText(report: In, { budget }: Pick<PromoLine, "budget">): string | undefined {
  if (!budget) return undefined;
  return text(report.locale, "promo.budget", {
    spent: moneyText(report, budget.spent),
    of: moneyText(report, budget.of),
    share: shareText(report.locale, budget.of > 0 ? budget.spent / budget.of : 0),
  });
}
