import { known, moment, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { scheduleOperations } from "./operations.js";
import { text } from "./texts.js";

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
  return { text: text(call.locale, paused ? "pause.done" : "resume.done", { id }) };
}

/** `/schedule list`: the scheduled sends and when each comes next. */
export const scheduleListCommand: CommandSpec = {
  name: "schedule list",
  aliases: ["schedule", "定时", "定时 列表"],
  role: "operator",
  usage: usageOf(text, "list.usage"),
  async run(call) {
    const lines = (await scheduleOperations(call.deps).schedules(call.client)).map(
      ({ id, next, paused }) => {
        if (paused) return `${id} | ${text(call.locale, "list.paused")}`;
        return `${id} | ${next === undefined ? "-" : moment(call, next)}`;
      },
    );
    return { text: lines.join("\n") || text(call.locale, "list.none") };
  },
};

/** `/schedule pause`: stops a scheduled send. */
export const schedulePauseCommand: CommandSpec = {
  name: "schedule pause",
  aliases: ["定时 暂停"],
  role: "operator",
  usage: usageOf(text, "pause.usage"),
  run: (call) => turn(call, true, schedulePauseCommand.usage),
};

/** `/schedule resume`: restarts a scheduled send. */
export const scheduleResumeCommand: CommandSpec = {
  name: "schedule resume",
  aliases: ["定时 恢复"],
  role: "operator",
  usage: usageOf(text, "resume.usage"),
  run: (call) => turn(call, false, scheduleResumeCommand.usage),
};
