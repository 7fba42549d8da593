import { known, moment, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { fitOf } from "./fit.js";
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
    const lines: string[] = [];
    for (const { id, next, paused } of await scheduleOperations(call.deps).schedules(call.client)) {
      const when = next === undefined ? "-" : moment(call, next);
      lines.push(`${id} | ${paused ? text(call.locale, "list.paused") : when}`);
      if (paused || next === undefined) continue;
      const { n, fits } = await fitOf(call.deps, call.client, { id, next });
      if (fits < n) lines.push(text(call.locale, "list.fits", { id, n, fits }));
    }
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
