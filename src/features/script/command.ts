import { UserError } from "../../core/errors.js";
import { groupOf, known, refuse, tell, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { scriptOperations } from "./operations.js";

/** `/script start`: starts a script for a member of this group. */
export const scriptStartCommand: CommandSpec = {
  name: "script start",
  aliases: ["script", "流程 开始", "流程"],
  role: "operator",
  usage: {
    "zh-CN": "/流程 开始 <流程> <成员> - 在本群为成员开始流程",
    en: "/script start <script> <member> - starts a script for a member of this group",
  },
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
    return { text: tell(call, `已为 ${plain} 开始 ${script}`, `Started ${script} for ${plain}`) };
  },
};
