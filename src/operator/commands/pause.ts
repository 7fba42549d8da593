import { UserError } from "../../core/errors.js";
import type { Answer, Call, CommandSpec } from "../command.js";
import { groupOf, known, refuse, tell, words } from "./ask.js";

async function turn(call: Call, paused: boolean, usage: CommandSpec["usage"]): Promise<Answer> {
  const given = words(call);
  if (given.length > 1) refuse(usage, call);
  const asked = given[0] ?? (call.group === undefined ? "client" : "here");
  const what = asked === "here" ? groupOf(call) : asked;
  if (what === "bot" && !call.overall) throw new UserError("COMMAND_BOT_OWNER");
  if (what !== "bot" && what !== "client") {
    const ids = (await call.desk.groups(call.client)).map(({ id }) => id);
    known("COMMAND_GROUP_UNKNOWN", what, ids);
  }
  await call.desk.pause(call.client, what, paused);
  return {
    text: paused
      ? tell(call, `已暂停：${what}`, `Paused: ${what}`)
      : tell(call, `已恢复：${what}`, `Resumed: ${what}`),
  };
}

/** `/pause`: stops the bot for a group, a client or altogether. */
export const pauseCommand: CommandSpec = {
  name: "pause",
  aliases: ["暂停"],
  role: "operator",
  usage: {
    "zh-CN": "/暂停 [bot|client|here|群 id] - 暂停（群里默认本群，私聊默认本品牌方）",
    en: "/pause [bot|client|here|group id] - stops the bot (default: here in a group, else the client)",
  },
  run: (call) => turn(call, true, pauseCommand.usage),
};

/** `/resume`: lets what was paused go on. */
export const resumeCommand: CommandSpec = {
  name: "resume",
  aliases: ["恢复"],
  role: "operator",
  usage: {
    "zh-CN": "/恢复 [bot|client|here|群 id] - 恢复",
    en: "/resume [bot|client|here|group id] - lets it go on",
  },
  run: (call) => turn(call, false, resumeCommand.usage),
};
