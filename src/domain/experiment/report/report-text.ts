import type { Analysis } from "../analysis/verdict.js";
import { isVoid } from "../audit/void.js";
import type { ExperimentRecord } from "../design/run.js";
import { describe } from "./describe.js";
import type { Lang } from "./figures.js";
import { orientedTo } from "./oriented.js";

type Pair = readonly [zh: string, en: string];
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
  const say = ([zh, en]: Pair): string => (lang === "en" ? en : zh);
  const changes = versions.length - 1;
  const seal = say([`登记号 ${shortHash(record)}`, `Registration ${shortHash(record)}`]);
  // Days and states of spoiled records are no more to be trusted than their figures.
  if (isVoid(analysis))
    return [
      say([`实验 ${running.run}`, `Experiment ${running.run}`]),
      ...describe(analysis, lang),
      say([
        `哪里不符：suanpan experiment verify ${running.experiment}，或 /实验 核对 ${running.experiment}`,
        `Where: suanpan experiment verify ${running.experiment}, or /experiment verify ${running.experiment}`,
      ]),
      seal,
    ];
  return [
    say([
      `实验 ${running.run}，到第 ${until}/${running.horizonDays} 天`,
      `Experiment ${running.run}, as of day ${until} of ${running.horizonDays}`,
    ]),
    say(stateText(record, until)),
    ...describe(orientedTo(analysis, favours), lang),
    ...(changes > 0
      ? [
          say([
            `期间剧本换过 ${changes} 次`,
            `The playbook changed ${changes === 1 ? "once" : `${changes} times`} meanwhile`,
          ]),
        ]
      : []),
    seal,
  ];
}

/** The first figures of a registration's hash, enough to tell it from others. */
const shortHash = ({ hash }: Pick<ExperimentRecord, "hash">): string => hash.slice(0, 12);

/** How far a run got and what it was registered as, in a line. */
export function sealText({ record, until }: Pick<Of, "record" | "until">, lang: Lang): string {
  const { horizonDays } = record.running;
  const hash = shortHash(record);
  return lang === "en"
    ? `Day ${until} of ${horizonDays}, registration ${hash}`
    : `第 ${until}/${horizonDays} 天，登记号 ${hash}`;
}

function stateText({ state, why, by, endedOn, running }: ExperimentRecord, until: number): Pair {
  if (state === "running") return ["进行中", "Running"];
  const day = endedOn ?? until;
  const of = `${day}/${running.horizonDays}`;
  const early = [
    "登记的期限没有走完，这和登记不同。",
    "Its registered horizon was not reached, which deviates from the registration.",
  ] as const;
  switch (why) {
    case "verdict":
      return [`第 ${of} 天有了结论，已结束`, `Ended on day ${of} by its verdict`];
    case "horizon":
      return ["已到期结束", "Ended at its horizon"];
    case "guardrail":
      return [
        `第 ${of} 天因护栏报警停下。${early[0]}`,
        `Stopped on day ${of} by a guardrail. ${early[1]}`,
      ];
    case "playbook":
      return [
        `第 ${of} 天停下：剧本改了它的写法。${early[0]}`,
        `Stopped on day ${of}: the playbook said it otherwise. ${early[1]}`,
      ];
    default:
      return [
        `第 ${of} 天被${by === undefined ? "运营" : ` ${by} `}提前停下。${early[0]}`,
        `Stopped early on day ${of} by ${by ?? "an operator"}. ${early[1]}`,
      ];
  }
}
