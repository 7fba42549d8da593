import { UserError } from "../../core/errors.js";
import { groupOf, known, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { scriptOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/script start`: starts a script for a member of this group. */
export const scriptStartCommand: CommandSpec = {
  name: "script start",
  aliases: ["script", "流程 开始", "流程"],
  role: "operator",
  usage: usageOf(text, "start.usage"),
  async run(call) {
    const [script, ...rest] = words(call);
    const who = rest.join(" ");
    if (script === undefined || who === "") refuse(scriptStartCommand.usage, call);
    const group = groupOf(call);
    known("COMMAND_SCRIPT_UNKNOWN", script, scriptOperations(call.deps).scripts(call.client));
    const plain = who.replace(/^@/, "");
    const { client, id: seed } = call;
    if (
      !(await scriptOperations(call.deps).startScript({ client, group, script, who: plain, seed }))
    ) {
      throw new UserError("COMMAND_MEMBER_UNKNOWN", { id: plain });
    }
    return { text: text(call.locale, "start.done", { script, member: plain }) };
  },
};
