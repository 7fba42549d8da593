import type { Lang } from "../../../core/i18n.js";
import type { Analysis } from "../analysis/verdict.js";
import type { ExperimentRecord } from "../design/run.js";
import { listText, text } from "./texts.js";

type News = {
  readonly experiment: string;
  readonly analysis: Analysis;
  readonly ending: Pick<ExperimentRecord, "why" | "endedOn"> | undefined;
  /** Arms that a guardrail has just paused. */
  readonly paused?: readonly string[];
  /** What its arms change and the playbook says otherwise now. */
  readonly paths?: readonly string[];
  /** The arm that the verdict adopts, or why it doesn't. */
  readonly adoption?: { readonly arm: string; readonly refused?: "guardrail" } | undefined;
};

/** Why operators hear of an experiment, in a sentence or two; the figures come after it. */
export function noticeText(news: News, lang: Lang): string {
  const { experiment: id, paused = [], paths = [], adoption, ending } = news;
  const some = paused.length > 0 && ending?.why !== "guardrail";
  return [
    ...(some ? [text(lang, "notice.paused", { id, arms: listText(paused, lang) })] : []),
    ...(adoption ? [adoptionText(id, adoption, lang)] : []),
    ...(some && !ending ? [] : [endingText(ending?.why, { id, paths }, lang)]),
  ].join("\n");
}

const adoptionText = (
  id: string,
  { arm, refused }: NonNullable<News["adoption"]>,
  lang: Lang,
): string => text(lang, refused ? "notice.not-adopted" : "notice.adopted", { id, arm });

/** What became of an adopted arm that the playbook's file now says otherwise. */
export function droppedText(
  of: { readonly experiment: string; readonly arm: string; readonly paths: readonly string[] },
  lang: Lang,
): string {
  const { experiment: id, arm } = of;
  return text(lang, "notice.dropped", { id, arm, paths: listText(of.paths, lang) });
}

function endingText(
  why: ExperimentRecord["why"],
  { id, paths }: { readonly id: string; readonly paths: readonly string[] },
  lang: Lang,
): string {
  switch (why) {
    case "verdict":
    case "horizon":
    case "guardrail":
      return text(lang, `notice.${why}`, { id });
    case "playbook":
      return paths.length > 0
        ? text(lang, "notice.playbook-paths", { id, paths: listText(paths, lang) })
        : text(lang, "notice.playbook", { id });
    default:
      return text(lang, "notice.shares", { id });
  }
}
