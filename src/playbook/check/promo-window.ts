import { DAY_MINUTES } from "../../core/time/local-clock.js";
import { minutesOf } from "../../domain/promo/window.js";
import type { Problem } from "../findings/finding.js";
import type { Path, Source } from "../read/read.js";
import type { PromoCase, PromoSetting } from "./promo-case.js";

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Windows that are reversed, over, empty, or open only while the bot is quiet. */
export function windowProblems(
  source: Source,
  { id, promo, say }: PromoCase,
  { quiet, now }: PromoSetting,
): Problem[] {
  const { window } = promo;
  if (!window) return [];
  const problems: Problem[] = [];
  const { from, to, daily } = window;
  const path = (key: string): Path => ["window", key];
  if (to !== undefined && from !== undefined && Date.parse(to) <= Date.parse(from))
    problems.push(say("PLAYBOOK_WINDOW_REVERSED", path("to"), { value: to }));
  else if (to !== undefined && now !== undefined && Date.parse(to) <= now)
    problems.push(say("PLAYBOOK_WINDOW_PAST", path("to"), { value: to }));
  if (!daily) return problems;
  if (daily[0] === daily[1]) problems.push(say("PLAYBOOK_WINDOW_EMPTY", [...path("daily"), 1]));
  else if (quiet && covers([quiet.from, quiet.to], daily)) {
    const [start, end] = daily;
    problems.push(say("PLAYBOOK_QUIET_PROMO", path("daily"), { from: start, to: end }));
  }
  daily.forEach((value, index) => {
    const place: Path = [...path("daily"), index];
    if (source.plain(["promos", id, ...place]) && TIME.test(value))
      problems.push(say("PLAYBOOK_TIME_UNQUOTED", place, { field: "daily", value }));
  });
  return problems;
}

type Hours = readonly [from: string, to: string];

/** Whether hours that may go over midnight lie wholly within others that may, too. */
function covers(outer: Hours, inner: Hours): boolean {
  const start = minutesOf(outer[0]);
  const after = (time: string) => (minutesOf(time) - start + DAY_MINUTES) % DAY_MINUTES;
  const length = after(outer[1]) || DAY_MINUTES;
  const [from, to] = [after(inner[0]), after(inner[1])];
  return from < length && to <= length && to > from;
}
