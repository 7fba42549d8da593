import { UserError } from "../../core/errors.js";
import type { Lang } from "../../core/i18n.js";
import { auditLines } from "../../domain/experiment/report/audit-text.js";
import { chartAlt } from "../../domain/experiment/report/chart-words.js";
import { leaderboardText, mastersText } from "../../domain/experiment/report/masters-text.js";
import { planText } from "../../domain/experiment/report/plan-text.js";
import { reportText } from "../../domain/experiment/report/report-text.js";
import { operatorOf, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import { type ExperimentLine, experimentOperations } from "./operations.js";
import { text } from "./texts.js";

/** The one id that a command takes. @throws UserError COMMAND_ARGUMENTS */
function idOf(call: Call, spec: CommandSpec): string {
  const [id, ...more] = words(call);
  if (id === undefined || more.length > 0) refuse(spec.usage, call);
  return id;
}

/** How many faults are told one by one. */
const TOLD = 10;

type Found = NonNullable<ExperimentLine["run"]>;

/** What a run found, in a word or two; of an A/A run that has ended, whether it is as it should be. */
function verdictName({ state, verdict }: Found, alike: boolean, lang: Lang): string | undefined {
  switch (verdict) {
    case "effective":
    case "harmful":
      return text(lang, alike && state === "settled" ? "list.alarm" : `list.${verdict}`);
    case "no_difference":
    case "insufficient":
      return text(lang, alike && state === "settled" ? "list.calm" : `list.${verdict}`);
    case "unanswerable":
      return text(lang, "list.unanswerable");
    default:
      return undefined;
  }
}

/** An experiment in a line: its arms, how far it is, and what it found. */
function listed({ id, rule, alike, run, day = 0, adopted: arm }: ExperimentLine, lang: Lang) {
  const horizon = run?.running.horizonDays ?? 0;
  const passed = Math.min(Math.max(day, 0), horizon);
  const days = text(lang, "list.days", { day: passed, horizon });
  const parts = [
    id,
    Object.keys(rule.arms).join("/"),
    run ? text(lang, `list.${run.state}`) : text(lang, "list.not-started"),
    run?.state === "running" ? days : undefined,
    run && verdictName(run, alike, lang),
    arm && text(lang, "list.adopted", { arm }),
  ];
  return parts.filter((part) => part !== undefined).join(" | ");
}

/** `/experiment list`: the playbook's experiments and how each stands. */
export const experimentListCommand: CommandSpec = {
  name: "experiment list",
  aliases: ["experiment", "实验", "实验 列表"],
  role: "viewer",
  usage: usageOf(text, "list.usage"),
  async run(call) {
    const all = await experimentOperations(call.deps).experiments(call.client);
    const lines = all.map((line) => listed(line, call.locale));
    return { text: lines.join("\n") || text(call.locale, "list.none") };
  },
};

/** `/experiment plan`: what can be known before it starts. */
export const experimentPlanCommand: CommandSpec = {
  name: "experiment plan",
  aliases: ["实验 计划"],
  role: "viewer",
  usage: usageOf(text, "plan.usage"),
  async run(call) {
    const id = idOf(call, experimentPlanCommand);
    const { plan, about } = await experimentOperations(call.deps).planExperiment(call.client, id);
    return { text: planText(plan, about, call.locale).join("\n") };
  },
};

/** `/experiment start`: freezes the registration; the first block begins at midnight. */
export const experimentStartCommand: CommandSpec = {
  name: "experiment start",
  aliases: ["实验 开始"],
  role: "owner",
  usage: usageOf(text, "start.usage"),
  async run(call) {
    const id = idOf(call, experimentStartCommand);
    if (!call.confirmed) {
      const { start } = await experimentOperations(call.deps).prepareExperiment(call.client, id);
      const { plan, about } = await experimentOperations(call.deps).planExperiment(call.client, id);
      const ask = text(call.locale, "start.confirm", { start });
      return { text: [...planText(plan, about, call.locale), ask].join("\n"), confirm: true };
    }
    const { start, hash } = await experimentOperations(call.deps).startExperiment(call.client, id);
    return { text: text(call.locale, "start.done", { id, start, hash: hash.slice(0, 12) }) };
  },
};

/** `/experiment stop`: ends it early; all groups go back to the playbook as written. */
export const experimentStopCommand: CommandSpec = {
  name: "experiment stop",
  aliases: ["实验 停止"],
  role: "owner",
  usage: usageOf(text, "stop.usage"),
  async run(call) {
    const id = idOf(call, experimentStopCommand);
    if (!call.confirmed) {
      await experimentOperations(call.deps).checkStop(call.client, id);
      return { text: text(call.locale, "stop.confirm", { id }), confirm: true };
    }
    await experimentOperations(call.deps).stopExperiment(call.client, id, call.person.name);
    return { text: text(call.locale, "stop.done", { id }) };
  },
};

/** `/experiment report`: the verdict as of yesterday, in words and figures. */
export const experimentReportCommand: CommandSpec = {
  name: "experiment report",
  aliases: ["实验 报告"],
  role: "viewer",
  usage: usageOf(text, "report.usage"),
  async run(call) {
    const id = idOf(call, experimentReportCommand);
    const report = await experimentOperations(call.deps).reportExperiment(call.client, id);
    const { png } = report;
    return {
      text: reportText(report, call.locale).join("\n"),
      picture: png === undefined ? undefined : { png, alt: chartAlt(call.locale) },
    };
  },
};

/** `/experiment rollback`: the playbook as written again. */
export const experimentRollbackCommand: CommandSpec = {
  name: "experiment rollback",
  aliases: ["实验 退回"],
  role: "owner",
  usage: usageOf(text, "rollback.usage"),
  async run(call) {
    const id = idOf(call, experimentRollbackCommand);
    await experimentOperations(call.deps).adoptArm(call.client, id, {
      arm: undefined,
      by: operatorOf(call),
    });
    return { text: text(call.locale, "rollback.done", { id }) };
  },
};

/** `/experiment verify`: replays every assignment from the registration. */
export const experimentVerifyCommand: CommandSpec = {
  name: "experiment verify",
  aliases: ["实验 核对"],
  role: "viewer",
  usage: usageOf(text, "verify.usage"),
  async run(call) {
    const id = idOf(call, experimentVerifyCommand);
    const seal = await experimentOperations(call.deps).verifyExperiment(call.client, id);
    const { ok, checked, hash } = seal;
    if (ok)
      return { text: text(call.locale, "verify.sound", { checked, hash: hash.slice(0, 12) }) };
    const lines = auditLines(seal, call.locale);
    const more = lines.length - TOLD;
    const rest = more > 0 ? [text(call.locale, "verify.more", { more })] : [];
    const detail = [...lines.slice(0, TOLD), ...rest].join("\n");
    throw new UserError("EXPERIMENT_TAMPERED", { id, detail });
  },
};

/** `/heuristics`: how the playbook's claims stand. */
export const heuristicsCommand: CommandSpec = {
  name: "heuristics",
  aliases: ["经验"],
  role: "viewer",
  usage: usageOf(text, "heuristics.usage"),
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
  usage: usageOf(text, "masters.usage"),
  async run(call) {
    const { masters } = await experimentOperations(call.deps).heuristics(call.client);
    return { text: mastersText(masters, call.locale).join("\n") };
  },
};
