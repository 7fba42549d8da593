import type { Lang } from "../../../core/i18n.js";
import type { Plan } from "../design/plan.js";
import { listText, text } from "./texts.js";

/** A quarter: who has to wait longer should know before the start. */
const PATIENCE = 90;

/** What a design that can reach a verdict can show, and what it can't. */
export function reachText(plan: Plan, lang: Lang): string[] {
  const { attainable, level, detectable, horizon, smallest, groupsForSmallest } = plan;
  const up = percent(detectable);
  const down = `${-Math.round((100 * detectable) / (1 + detectable))}%`;
  const lines = [
    text(lang, "plan.reach", { attainable: small(attainable, lang), level: small(level, lang) }),
    text(lang, "plan.power", { horizon, up, down }),
    waitText(plan, lang),
  ];
  const hidden = plan.days.filter(({ days }) => days !== null && days > PATIENCE);
  const lifts = listText(
    hidden.map(({ lift }) => percent(lift)),
    lang,
  );
  if (hidden.length > 0) lines.push(text(lang, "plan.hidden", { lifts, days: PATIENCE }));
  if (smallest > 0 && detectable > smallest && groupsForSmallest !== null) {
    const groups = groupsForSmallest;
    lines.push(text(lang, "plan.smallest", { lift: percent(smallest), horizon, groups }));
  }
  return lines;
}

function waitText({ days: waits }: Plan, lang: Lang): string {
  const known = waits.flatMap(({ lift, days }) =>
    days === null ? [] : [text(lang, "plan.wait", { lift: percent(lift), days })],
  );
  const never = waits.flatMap(({ lift, days }) => (days === null ? [percent(lift)] : []));
  return [
    ...(known.length > 0
      ? [text(lang, "plan.waits", { waits: known.join(text(lang, "join.clauses")) })]
      : []),
    ...(never.length > 0 ? [text(lang, "plan.no-wait", { lifts: listText(never, lang) })] : []),
  ].join(text(lang, "join.sentences"));
}

/** That a design can never reach a verdict, and what would do. */
export function neverText(plan: Plan, lang: Lang): string[] {
  const { design, attainable, level, needed, groups, arms } = plan;
  const more = text(lang, "plan.more-groups", { need: needed.groups, groups });
  const cure =
    design === "parallel"
      ? text(lang, "plan.cure-parallel", { more, arms })
      : needed.days === null
        ? text(lang, "plan.cure-groups", { more })
        : text(lang, "plan.cure-days", { more, days: needed.days });
  return [
    text(lang, "plan.never", { attainable: small(attainable, lang), level: small(level, lang) }),
    cure,
  ];
}

const percent = (lift: number): string =>
  `+${lift < 0.1 ? Number((lift * 100).toPrecision(3)) : Math.round(lift * 100)}%`;
const small = (p: number, lang: Lang): string =>
  p < 0.0001 ? text(lang, "figure.below", { p: "0.0001" }) : String(Number(p.toPrecision(3)));
