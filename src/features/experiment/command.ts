import { UserError } from "../../core/errors.js";
import { auditLines } from "../../domain/experiment/report/audit-text.js";
import { chartAlt } from "../../domain/experiment/report/chart-words.js";
import { leaderboardText, mastersText } from "../../domain/experiment/report/masters-text.js";
import { reportText } from "../../domain/experiment/report/report-text.js";
import { refuse, tell, words } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import { experimentOperations } from "./operations.js";

/** The one id that a command takes. @throws UserError COMMAND_ARGUMENTS */
function idOf(call: Call, spec: CommandSpec): string {
  const [id, ...more] = words(call);
  if (id === undefined || more.length > 0) refuse(spec.usage, call);
  return id;
}

/** How many faults are told one by one. */
const TOLD = 10;
const STATES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  running: ["进行中", "running"],
  settled: ["已结束", "ended"],
  stopped: ["已停", "stopped"],
};
const VERDICTS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  effective: ["有效", "effective"],
  harmful: ["有害", "harmful"],
  no_difference: ["无实质差异", "no practical difference"],
  insufficient: ["证据不足", "insufficient evidence"],
  unanswerable: ["设计无法回答", "unanswerable"],
};

/** Of an A/A run, whose arms are alike. */
const ALIKE: typeof VERDICTS = {
  ...VERDICTS,
  effective: ["报警", "alarm"],
  harmful: ["报警", "alarm"],
  no_difference: ["正常", "as it should be"],
  insufficient: ["正常", "as it should be"],
};

/** `/experiment list`: the playbook's experiments and how each stands. */
export const experimentListCommand: CommandSpec = {
  name: "experiment list",
  aliases: ["experiment", "实验", "实验 列表"],
  role: "viewer",
  usage: {
    "zh-CN": "/实验 - 列出剧本里的实验和进度",
    en: "/experiment list - the experiments and how they stand",
  },
  async run(call) {
    const of = (pair: readonly [string, string] | undefined) => pair && tell(call, ...pair);
    const lines = (await experimentOperations(call.deps).experiments(call.client)).map(
      ({ id, rule, alike, run, day, adopted }) => {
        const horizon = run?.running.horizonDays ?? 0;
        const passed = Math.min(Math.max(day ?? 0, 0), horizon);
        const days = tell(call, `第 ${passed}/${horizon} 天`, `day ${passed} of ${horizon}`);
        const state = run ? of(STATES[run.state]) : tell(call, "未开始", "not started");
        const verdicts = alike && run?.state === "settled" ? ALIKE : VERDICTS;
        const verdict = run?.verdict === undefined ? undefined : of(verdicts[run.verdict]);
        const kept = adopted && tell(call, `已采用 ${adopted}`, `${adopted} adopted`);
        const arms = Object.keys(rule.arms).join("/");
        const parts = [id, arms, state, run?.state === "running" ? days : undefined, verdict, kept];
        return parts.filter((part) => part !== undefined).join(" | ");
      },
    );
    return {
      text: lines.join("\n") || tell(call, "剧本里没有实验", "The playbook has no experiments"),
    };
  },
};

/** `/experiment plan`: what can be known before it starts. */
export const experimentPlanCommand: CommandSpec = {
  name: "experiment plan",
  aliases: ["实验 计划"],
  role: "viewer",
  usage: {
    "zh-CN": "/实验 计划 <实验> - 开始前先看能不能得出结论",
    en: "/experiment plan <experiment> - what can be known, before it starts",
  },
  async run(call) {
    const id = idOf(call, experimentPlanCommand);
    return {
      text: (await experimentOperations(call.deps).planExperiment(call.client, id)).lines.join(
        "\n",
      ),
    };
  },
};

/** `/experiment start`: freezes the registration; the first block begins at midnight. */
export const experimentStartCommand: CommandSpec = {
  name: "experiment start",
  aliases: ["实验 开始"],
  role: "owner",
  usage: {
    "zh-CN": "/实验 开始 <实验> - 登记并从明天零点开始",
    en: "/experiment start <experiment> - registers it; it begins at midnight",
  },
  async run(call) {
    const id = idOf(call, experimentStartCommand);
    if (!call.confirmed) {
      const { start } = await experimentOperations(call.deps).prepareExperiment(call.client, id);
      const { lines } = await experimentOperations(call.deps).planExperiment(call.client, id);
      const ask = tell(
        call,
        `${start} 零点开始，开始后这些都不能改。确认请输入 /确认`,
        `It begins on ${start} at midnight, and none of this can be changed afterwards. Type /yes to start`,
      );
      return { text: [...lines, ask].join("\n"), confirm: true };
    }
    const { start, hash } = await experimentOperations(call.deps).startExperiment(call.client, id);
    const short = hash.slice(0, 12);
    return {
      text: tell(
        call,
        `已登记 ${id}，${start} 零点开始。登记号 ${short}`,
        `${id} is registered and begins on ${start} at midnight. Registration ${short}`,
      ),
    };
  },
};

/** `/experiment stop`: ends it early; all groups go back to the playbook as written. */
export const experimentStopCommand: CommandSpec = {
  name: "experiment stop",
  aliases: ["实验 停止"],
  role: "owner",
  usage: {
    "zh-CN": "/实验 停止 <实验> - 提前停下，各群回到剧本原样",
    en: "/experiment stop <experiment> - ends it early; groups go back to the playbook",
  },
  async run(call) {
    const id = idOf(call, experimentStopCommand);
    if (!call.confirmed) {
      await experimentOperations(call.deps).checkStop(call.client, id);
      const text = tell(
        call,
        `停下 ${id}？停了不能接着做，只能重新开始。确认请输入 /确认`,
        `Stop ${id}? It can't go on afterwards, only begin anew. Type /yes to stop it`,
      );
      return { text, confirm: true };
    }
    await experimentOperations(call.deps).stopExperiment(call.client, id, call.person.name);
    return { text: tell(call, `已停下 ${id}`, `${id} is stopped`) };
  },
};

/** `/experiment report`: the verdict as of yesterday, in words and figures. */
export const experimentReportCommand: CommandSpec = {
  name: "experiment report",
  aliases: ["实验 报告"],
  role: "viewer",
  usage: {
    "zh-CN": "/实验 报告 <实验> - 到昨天为止的结论和数字",
    en: "/experiment report <experiment> - the verdict as of yesterday",
  },
  async run(call) {
    const id = idOf(call, experimentReportCommand);
    const report = await experimentOperations(call.deps).reportExperiment(call.client, id);
    const text = reportText(report, call.locale).join("\n");
    const { png } = report;
    return { text, picture: png === undefined ? undefined : { png, alt: chartAlt(call.locale) } };
  },
};

/** `/experiment rollback`: the playbook as written again. */
export const experimentRollbackCommand: CommandSpec = {
  name: "experiment rollback",
  aliases: ["实验 退回"],
  role: "owner",
  usage: {
    "zh-CN": "/实验 退回 <实验> - 不再采用，回到剧本原样",
    en: "/experiment rollback <experiment> - back to the playbook as written",
  },
  async run(call) {
    const id = idOf(call, experimentRollbackCommand);
    await experimentOperations(call.deps).adoptArm(call.client, id, undefined);
    return { text: tell(call, `已退回 ${id}`, `${id} is rolled back`) };
  },
};

/** `/experiment verify`: replays every assignment from the registration. */
export const experimentVerifyCommand: CommandSpec = {
  name: "experiment verify",
  aliases: ["实验 核对"],
  role: "viewer",
  usage: {
    "zh-CN": "/实验 核对 <实验> - 按登记重算每次分组",
    en: "/experiment verify <experiment> - replays every assignment",
  },
  async run(call) {
    const id = idOf(call, experimentVerifyCommand);
    const seal = await experimentOperations(call.deps).verifyExperiment(call.client, id);
    const { ok, checked, hash } = seal;
    if (ok) {
      const text = tell(
        call,
        `核对无误：${checked} 次分组都和登记 ${hash.slice(0, 12)} 一致`,
        `All ${checked} assignments follow from the registration ${hash.slice(0, 12)}`,
      );
      return { text };
    }
    const lines = auditLines(seal, call.locale);
    const more = lines.length - TOLD;
    const rest = more > 0 ? [tell(call, `……还有 ${more} 条`, `… and ${more} more`)] : [];
    const detail = [...lines.slice(0, TOLD), ...rest].join("\n");
    throw new UserError("EXPERIMENT_TAMPERED", { id, detail });
  },
};

/** `/heuristics`: how the playbook's claims stand. */
export const heuristicsCommand: CommandSpec = {
  name: "heuristics",
  aliases: ["经验"],
  role: "viewer",
  usage: {
    "zh-CN": "/经验 - 剧本里的大师经验，各有多少证据",
    en: "/heuristics - the claims of the playbook and their evidence",
  },
  async run(call) {
    const { board } = await experimentOperations(call.deps).heuristics(call.client);
    return { text: leaderboardText(board, call.locale).join("\n") };
  },
};

/** `/masters`: how often those who make claims were right. */
export const mastersCommand: CommandSpec = {
  name: "masters",
  aliases: ["大师"],
  role: "viewer",
  usage: {
    "zh-CN": "/大师 - 各位大师说中了多少",
    en: "/masters - how often each master was right",
  },
  async run(call) {
    const { masters } = await experimentOperations(call.deps).heuristics(call.client);
    return { text: mastersText(masters, call.locale).join("\n") };
  },
};
