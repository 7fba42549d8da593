/** A week of ISO 8601, from Monday to Sunday. Days are `YYYY-MM-DD`. */
export type IsoWeek = {
  /** `2026-W48` */
  readonly name: string;
  readonly from: string;
  readonly to: string;
};

const DAY = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** From Monday 0 to Sunday 6. */
const weekday = (time: number): number => (new Date(time).getUTCDay() + 6) % 7;

/** The Monday of a year's first week: that of 4 January (ISO 8601). */
function firstMonday(year: number): number {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - weekday(fourth) * DAY;
}

function weekFrom(monday: number): IsoWeek {
  const thursday = monday + 3 * DAY;
  const year = new Date(thursday).getUTCFullYear();
  const n = Math.round((monday - firstMonday(year)) / (7 * DAY)) + 1;
  return {
    name: `${year}-W${String(n).padStart(2, "0")}`,
    from: dayOf(monday),
    to: dayOf(monday + 6 * DAY),
  };
}

/** The week that a day is in. */
export function weekOf(day: string): IsoWeek {
  const time = Date.parse(day);
  return weekFrom(time - weekday(time) * DAY);
}

/** The week so many weeks after another. */
export const weekAfter = ({ from }: IsoWeek, weeks: number): IsoWeek =>
  weekFrom(Date.parse(from) + weeks * 7 * DAY);

/** Reads `2026-W48`; undefined for another form, or a week that its year doesn't have. */
export function weekNamed(text: string): IsoWeek | undefined {
  const [, year, n] = /^(\d{4})-?W(\d{2})$/i.exec(text) ?? [];
  if (year === undefined || n === undefined) return undefined;
  const week = weekFrom(firstMonday(Number(year)) + (Number(n) - 1) * 7 * DAY);
  return week.name === `${year}-W${n}` ? week : undefined;
}
