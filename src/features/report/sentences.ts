import { describe } from "../../domain/experiment/report/describe.js";
import { metricName } from "../../domain/experiment/report/metric-name.js";
import type { Ahead, Unknown, WeekReport } from "./report.js";
import { text } from "./texts.js";
import type { Tried } from "./tried.js";
import { dayText, listText, weekdayText } from "./words.js";

type In = Pick<WeekReport, "locale" | "currency">;

/** Something that the figures leave open, in a sentence. */
export function unknownText({ locale, currency }: In, unknown: Unknown): string {
  switch (unknown.code) {
    case "DAYS_NOT_COUNTED":
      return text(locale, "unknown.DAYS_NOT_COUNTED", {
        days: listText(
          locale,
          unknown.days.map((day) => dayText(locale, day)),
        ),
      });
    case "ORDERS_UNMATCHED":
    case "ORDERS_HOMELESS":
      return text(locale, `unknown.${unknown.code}`, { n: unknown.n });
    case "ORDERS_FOREIGN":
      return text(locale, "unknown.ORDERS_FOREIGN", { n: unknown.n, currency });
    case "COUPONS_FORGOTTEN":
      return text(locale, "unknown.COUPONS_FORGOTTEN", { n: unknown.n });
    case "GROUPS_GONE":
    case "LISTS_LOST":
      return text(locale, `unknown.${unknown.code}`, { groups: listText(locale, unknown.groups) });
    case "VERDICT_OUT_OF_REACH":
      return text(locale, "unknown.VERDICT_OUT_OF_REACH", {
        id: unknown.id,
        groups: unknown.groups,
      });
    default:
      return text(locale, `unknown.${unknown.code}`);
  }
}

/** An experiment: what it is about, how it stands, and what there is to say beside. */
export type TriedText = {
  readonly about: string;
  readonly arms: readonly string[];
  readonly stands: string;
  /** As `/experiment report` says it; of one that runs, nothing. */
  readonly verdict?: string;
  readonly more: readonly string[];
};

export function triedText({ locale }: In, tried: Tried): TriedText {
  const { id, claim, arms, day, horizon } = tried;
  const about = claim
    ? text(locale, "tried.claim", { claim: claim.text, master: claim.master })
    : text(locale, "tried.named", { id, arms: arms.map(({ key }) => key).join(" / ") });
  const said = { about, arms: arms.map((arm) => armText(locale, arm)) };
  if (tried.state === "running") {
    const params = { day, horizon, left: tried.left, metric: metricName(locale, tried.primary) };
    return { ...said, stands: text(locale, "tried.running", params), more: [] };
  }
  const [verdict = "", ...more] = describe(tried.analysis, locale);
  return { ...said, stands: endedText(locale, tried), verdict, more };
}

function endedText(locale: In["locale"], tried: Tried & { readonly state: "ended" }): string {
  const { why, day, horizon, by } = tried;
  const params = { day, horizon, on: dayText(locale, tried.on) };
  if (why === "operator" && by !== undefined)
    return text(locale, "tried.ended.named", { ...params, by });
  return text(locale, `tried.ended.${why}`, params);
}

/** An arm with what it changes: `sixtyfive: promos.main.spend = 65.00`. */
function armText(locale: In["locale"], { key, patch }: Tried["arms"][number]): string {
  const changes = Object.entries(patch).map(
    ([path, value]) => `${path} = ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return text(locale, "tried.arm", {
    arm: key,
    changes: changes.length > 0 ? changes.join("; ") : text(locale, "tried.as-written"),
  });
}

/** What is planned, a line each. */
export function aheadLines({ locale }: In, ahead: Ahead): readonly string[] {
  const days = (list: readonly string[]) =>
    list.length === 7
      ? text(locale, "ahead.every-day")
      : listText(
          locale,
          list.map((day) => weekdayText(locale, day)),
        );
  return [
    ...ahead.experiments.map(({ id, day, what }) =>
      text(locale, `ahead.experiment.${what}`, { id, day: dayText(locale, day) }),
    ),
    ...ahead.promos.map(({ title, day, what }) =>
      text(locale, `ahead.promo.${what}`, { title, day: dayText(locale, day) }),
    ),
    ...ahead.posts.map(({ id, days: on, at, paused }) =>
      text(locale, paused ? "ahead.post.paused" : "ahead.post", { id, days: days(on), at }),
    ),
  ];
}
