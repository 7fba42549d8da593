import { UserError } from "../../core/errors.js";
import { groupOf, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "../group/operations.js";
import { botOperations } from "./operations.js";
import { text } from "./texts.js";

async function turn(call: Call, paused: boolean, usage: CommandSpec["usage"]): Promise<Answer> {
  const given = words(call);
  if (given.length > 1) refuse(usage, call);
  const asked = given[0] ?? (call.group === undefined ? "client" : "here");
  const what = asked === "here" ? groupOf(call) : asked;
  if (what === "bot" && !call.overall) throw new UserError("COMMAND_BOT_OWNER");
  const groups = await groupOperations(call.deps).groups(call.client);
  const group = groups.find(({ id }) => id === what);
  if (what !== "bot" && what !== "client" && !group)
    throw new UserError("COMMAND_GROUP_UNKNOWN", { group: what });
  await botOperations(call.deps).pause(call.client, what, paused);
  const done = paused ? "pause.done" : "resume.done";
  return { text: text(call.locale, done, { what: group?.title ?? what }) };
}

/** `/pause`: stops the bot for a group, a client or altogether. */
export const pauseCommand: CommandSpec = {
  name: "pause",
  aliases: ["暂停"],
  role: "operator",
  usage: usageOf(text, "pause.usage"),
  run: (call) => turn(call, true, pauseCommand.usage),
};

/** `/resume`: lets what was paused go on. */
export const resumeCommand: CommandSpec = {
  name: "resume",
  aliases: ["恢复"],
  role: "operator",
  usage: usageOf(text, "resume.usage"),
  run: (call) => turn(call, false, resumeCommand.usage),
};
