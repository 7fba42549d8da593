import type { Lang } from "../../../core/i18n.js";
import { columnOf, isMoney } from "../design/metrics.js";
import type { Plan } from "../design/plan.js";
import type { Matched } from "../design/register.js";
import { neverText, reachText } from "./plan-reach-text.js";
import { listText, text } from "./texts.js";

type Claim = { readonly master: string; readonly claim: string; readonly confidence: number };

/** What is known besides the plan itself. */
export type PlanAbout = {
  /** Of the experiment. */
  readonly id: string;
  /** The heuristic it decides. */
  readonly claim?: Claim;
  /** Whether it is an A/A itself, whether the client has had a good one, or the id of one that is ready. */
  readonly aa?: "itself" | "done" | { readonly ready: string };
  /** Which groups take part; absent where each member has a coin. */
  readonly matched?: Matched;
};

/**
 * The planner's words before the start, a sentence a line: what the design can show at all, what it can't,
 * on what that is reckoned, and the offer of an A/A run.
 */
export function planText(plan: Plan, about: PlanAbout, lang: Lang): string[] {
  const { coins } = plan;
  return [
    ...(about.claim ? [claimText(about.claim, lang)] : []),
    shapeText(plan, about.id, lang),
    ...(about.matched ? whoText(plan, about.matched, lang) : []),
    ...(plan.reachable ? reachText(plan, lang) : neverText(plan, lang)),
    ...(plan.unguarded && plan.sets > 0 ? [text(lang, "plan.unguarded", { coins })] : []),
    weekdayText(plan, lang),
    basisText(plan, lang),
    ...aaText(about.aa, lang),
  ];
}

function aaText(aa: PlanAbout["aa"], lang: Lang): string[] {
  if (aa === "done") return [];
  if (aa === "itself") return [text(lang, "plan.aa")];
  const how = aa ? text(lang, "plan.aa-ready", { id: aa.ready }) : text(lang, "plan.aa-add");
  return [[text(lang, "plan.aa-offer"), how].join(text(lang, "join.sentences"))];
}

function claimText({ master, claim, confidence }: Claim, lang: Lang): string {
  const sure = `${Number((confidence * 100).toPrecision(3))}%`;
  return text(lang, "plan.claim", { master, claim, sure });
}

function shapeText(plan: Plan, id: string, lang: Lang): string {
  const { design, arms, groups, sets, block, blocksPerCoin, washout, coins, horizon } = plan;
  if (design === "member") return text(lang, "plan.members", { id, horizon, coins });
  if (sets === 0) return text(lang, "plan.few", { id, arms, groups });
  const left = groups - sets * arms;
  const spare = left > 0 ? text(lang, "plan.spare", { left }) : "";
  const match = text(lang, "plan.match", { id, groups, sets, arms, spare });
  if (design === "parallel") return text(lang, "plan.parallel", { match, coins });
  const rest = washout > 0 ? text(lang, "plan.washout", { days: washout }) : "";
  return blocksPerCoin === 2
    ? text(lang, "plan.swapped", { match, block, rest, sets, horizon, coins })
    : text(lang, "plan.tossed", { match, block, rest, horizon, coins });
}

/** Who is not among those the plan is for, or that nobody can be yet. */
function whoText(
  { arms, groups }: Plan,
  { sets, left, known, days }: Matched,
  lang: Lang,
): string[] {
  if (sets.length === 0)
    return groups === 0 ? [] : [text(lang, "plan.not-yet", { arms, days, known, groups })];
  if (left.length === 0) return [];
  return [text(lang, "plan.left-out", { groups: listText(left, lang), days })];
}

const weekdayText = ({ weekdays, horizon }: Plan, lang: Lang): string =>
  weekdays
    ? text(lang, "plan.weekdays", { times: Math.floor(horizon / 7) })
    : text(lang, "plan.too-short", { horizon });

function basisText({ basis, design, primary }: Plan, lang: Lang): string {
  const { measured, persistent, counting } = basis;
  const money = isMoney(columnOf(primary));
  return [
    measured
      ? text(lang, "plan.measured", { groups: measured.groups, days: measured.days })
      : text(lang, "plan.assumed"),
    ...(counting ? [text(lang, "plan.counting")] : []),
    ...(money && !measured ? [text(lang, "plan.money")] : []),
    ...(design === "parallel" ? [text(lang, "plan.persistent", { share: persistent })] : []),
  ].join(text(lang, "join.sentences"));
}
