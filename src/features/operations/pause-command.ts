import { UserError } from "../../core/errors.js";
import { groupOf, refuse, tell, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "../group/operations.js";
import { botOperations } from "./operations.js";

async function turn(call: Call, paused: boolean, usage: CommandSpec["usage"]): Promise<Answer> {
  const given = words(call);
  if (given.length > 1) refuse(usage, call);
  const asked = given[0] ?? (call.group === undefined ? "client" : "here");
  const what = asked === "here" ? groupOf(call) : asked;
  if (what === "bot" && !call.overall) throw new UserError("COMMAND_BOT_OWNER");
  const groups = await groupOperations(call.deps).groups(call.client);
  const group = groups.find(({ id }) => id === what);
  if (what !== "bot" && what !== "client" && !group) {
    const ids = groups.map(({ id }) => id);
    throw new UserError("COMMAND_GROUP_UNKNOWN", { group: what, known: ids.join(", ") });
  }
  const shown = group?.title ?? what;
  await botOperations(call.deps).pause(call.client, what, paused);
  return {
    text: paused
      ? tell(call, `已暂停：${shown}`, `Paused: ${shown}`)
      : tell(call, `已恢复：${shown}`, `Resumed: ${shown}`),
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
