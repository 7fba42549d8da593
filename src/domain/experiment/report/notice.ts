import type { Analysis } from "../analysis/verdict.js";
import type { ExperimentRecord } from "../design/run.js";

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
type Pair = readonly [zh: string, en: string];

/** Why operators hear of an experiment, in a sentence or two; the figures come after it. */
export function noticeText(news: News, locale: "zh-CN" | "en"): string {
  const { experiment: id, paused = [], paths = [], adoption, ending } = news;
  const some = paused.length > 0 && ending?.why !== "guardrail";
  const texts = [
    ...(some ? [pausedText(id, paused)] : []),
    ...(adoption ? [adoptionText(id, adoption)] : []),
    ...(some && !ending ? [] : [textOf(ending?.why, id, paths)]),
  ];
  return texts.map(([zh, en]) => (locale === "en" ? en : zh)).join("\n");
}

const pausedText = (id: string, arms: readonly string[]): Pair => [
  `【实验 ${id}】护栏报警，已暂停 ${arms.join("、")}，这些群改用第一组，其余照常：`,
  `[Experiment ${id}] A guardrail struck, so ${arms.join(", ")} is paused; its groups have the first arm, the others go on:`,
];

function adoptionText(id: string, adoption: NonNullable<News["adoption"]>): Pair {
  const { arm, refused } = adoption;
  if (refused === "guardrail")
    return [
      `【实验 ${id}】没有采用 ${arm}：它的护栏报过警。仍要用就输入 /实验 采用 ${id} ${arm}`,
      `[Experiment ${id}] ${arm} was not adopted: a guardrail struck against it. To take it all the same type /experiment adopt ${id} ${arm}`,
    ];
  return [
    `【实验 ${id}】已采用 ${arm}，所有群从现在起都用它。要退回就输入 /实验 退回 ${id}`,
    `[Experiment ${id}] ${arm} is adopted: all groups have it from now on. To go back type /experiment rollback ${id}`,
  ];
}

/** What became of an adopted arm that the playbook's file now says otherwise. */
export function droppedText(
  of: { readonly experiment: string; readonly arm: string; readonly paths: readonly string[] },
  locale: "zh-CN" | "en",
): string {
  const { experiment: id, arm, paths } = of;
  return locale === "en"
    ? `[Experiment ${id}] The file says ${paths.join(", ")} otherwise now, so ${arm} is no longer adopted and all groups have what the file says. To take it again type /experiment adopt ${id} ${arm}`
    : `【实验 ${id}】剧本文件改了 ${paths.join("、")}，不再采用 ${arm}，所有群照文件来。要再用就输入 /实验 采用 ${id} ${arm}`;
}

function textOf(why: ExperimentRecord["why"], id: string, paths: readonly string[]): Pair {
  switch (why) {
    case "verdict":
      return [`【实验 ${id}】有结论了：`, `[Experiment ${id}] The verdict is in:`];
    case "horizon":
      return [`【实验 ${id}】到期了：`, `[Experiment ${id}] The horizon is reached:`];
    case "guardrail":
      return [
        `【实验 ${id}】护栏报警，已停下，所有群回到剧本原样：`,
        `[Experiment ${id}] A guardrail struck, so it was stopped; all groups are back to the playbook as written:`,
      ];
    case "playbook":
      if (paths.length > 0)
        return [
          `【实验 ${id}】它的组要改 ${paths.join("、")}，剧本这里写的和登记时不一样了，已停下：`,
          `[Experiment ${id}] Its arms change ${paths.join(", ")}, where the playbook says otherwise now than when it was registered, so it was stopped:`,
        ];
      return [
        `【实验 ${id}】剧本里它的写法变了，已停下：`,
        `[Experiment ${id}] The playbook says it otherwise now, so it was stopped:`,
      ];
    default:
      return [
        `【实验 ${id}】各组的份额不像掷出来的，先查数据再信结果：`,
        `[Experiment ${id}] The arms' shares don't look like chance; check the data before you trust the result:`,
      ];
  }
}
