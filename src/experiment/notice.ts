import type { ExperimentRecord } from "../core/record.js";
import type { Analysis } from "./verdict.js";

/** Why operators hear of an experiment, in one sentence; the figures come after it. */
export function noticeText(
  news: {
    readonly experiment: string;
    readonly analysis: Analysis;
    readonly ending: Pick<ExperimentRecord, "why" | "endedOn"> | undefined;
  },
  locale: "zh-CN" | "en",
): string {
  const { experiment: id, ending } = news;
  const [zh, en] = textOf(ending?.why, id);
  return locale === "en" ? en : zh;
}

function textOf(why: ExperimentRecord["why"], id: string): readonly [zh: string, en: string] {
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
