import { known, moment, refuse, tell, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { scheduleOperations } from "./operations.js";

async function turn(call: Call, paused: boolean, usage: CommandSpec["usage"]): Promise<Answer> {
  const [id, ...more] = words(call);
  if (id === undefined || more.length > 0) refuse(usage, call);
  const ids = (await scheduleOperations(call.deps).schedules(call.client)).map(
    (schedule) => schedule.id,
  );
  await scheduleOperations(call.deps).pauseSchedule(
    call.client,
    known("COMMAND_SCHEDULE_UNKNOWN", id, ids),
    paused,
  );
  return {
    text: paused
      ? tell(call, `已暂停定时：${id}`, `Schedule paused: ${id}`)
      : tell(call, `已恢复定时：${id}`, `Schedule resumed: ${id}`),
  };
}

/** `/schedule list`: the scheduled sends and when each comes next. */
export const scheduleListCommand: CommandSpec = {
  name: "schedule list",
  aliases: ["schedule", "定时", "定时 列表"],
  role: "operator",
  usage: { "zh-CN": "/定时 - 列出定时", en: "/schedule list - lists the scheduled sends" },
  async run(call) {
    const lines = (await scheduleOperations(call.deps).schedules(call.client)).map(
      ({ id, next, paused }) => {
        if (paused) return `${id} | ${tell(call, "已暂停", "paused")}`;
        return `${id} | ${next === undefined ? "-" : moment(call, next)}`;
      },
    );
    return { text: lines.join("\n") || tell(call, "没有定时", "No schedules") };
  },
};

/** `/schedule pause`: stops a scheduled send. */
export const schedulePauseCommand: CommandSpec = {
  name: "schedule pause",
  aliases: ["定时 暂停"],
  role: "operator",
  usage: {
    "zh-CN": "/定时 暂停 <定时 id> - 暂停定时",
    en: "/schedule pause <schedule> - stops a scheduled send",
  },
  run: (call) => turn(call, true, schedulePauseCommand.usage),
};

/** `/schedule resume`: restarts a scheduled send. */
export const scheduleResumeCommand: CommandSpec = {
  name: "schedule resume",
  aliases: ["定时 恢复"],
  role: "operator",
  usage: {
    "zh-CN": "/定时 恢复 <定时 id> - 恢复定时",
    en: "/schedule resume <schedule> - restarts a scheduled send",
  },
  run: (call) => turn(call, false, scheduleResumeCommand.usage),
};
