import type { Lang } from "../../../core/i18n.js";
import type { Analysis } from "../analysis/verdict.js";
import { isVoid } from "../audit/void.js";
import type { ExperimentRecord } from "../design/run.js";
import { describe } from "./describe.js";
import { orientedTo } from "./oriented.js";
import { text } from "./texts.js";

type Of = {
  readonly record: ExperimentRecord;
  /** The last day that is reported on. */
  readonly until: number;
  readonly analysis: Analysis;
  /** The arm that the claim is for. */
  readonly favours: string | undefined;
};

/** A run's report: which one and how far, whether it ended, the verdict with its figures, and its hash. */
export function reportText({ record, until, analysis, favours }: Of, lang: Lang): string[] {
  const { running, versions } = record;
  const { run, experiment: id, horizonDays: horizon } = running;
  const changes = versions.length - 1;
  const seal = text(lang, "report.registration", { hash: shortHash(record) });
  // Days and states of spoiled records are no more to be trusted than their figures.
  if (isVoid(analysis))
    return [
      text(lang, "report.void-head", { run }),
      ...describe(analysis, lang),
      text(lang, "report.void-where", { id }),
      seal,
    ];
  return [
    text(lang, "report.head", { run, day: until, horizon }),
    stateText(record, until, lang),
    ...describe(orientedTo(analysis, favours), lang),
    ...(changes > 0 ? [text(lang, "report.versions", { n: changes })] : []),
    seal,
  ];
}

/** The first figures of a registration's hash, enough to tell it from others. */
const shortHash = ({ hash }: Pick<ExperimentRecord, "hash">): string => hash.slice(0, 12);

/** How far a run got and what it was registered as, in a line. */
export const sealText = ({ record, until }: Pick<Of, "record" | "until">, lang: Lang): string =>
  text(lang, "report.seal", {
    day: until,
    horizon: record.running.horizonDays,
    hash: shortHash(record),
  });

function stateText(record: ExperimentRecord, until: number, lang: Lang): string {
  const { state, why, by, endedOn, running } = record;
  if (state === "running") return text(lang, "report.running");
  const day = endedOn ?? until;
  const horizon = running.horizonDays;
  const early = (sentence: string): string =>
    [sentence, text(lang, "report.early")].join(text(lang, "join.sentences"));
  switch (why) {
    case "verdict":
      return text(lang, "report.verdict", { day, horizon });
    case "horizon":
      return text(lang, "report.horizon");
    case "guardrail":
    case "playbook":
      return early(text(lang, `report.${why}`, { day, horizon }));
    default:
      return early(
        by === undefined
          ? text(lang, "report.operator", { day, horizon })
          : text(lang, "report.operator-named", { day, horizon, by }),
      );
  }
}
