import { groupOf, refuse, tell } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "./operations.js";

/** `/unbind`: releases this chat. */
export const unbindCommand: CommandSpec = {
  name: "unbind",
  aliases: ["解绑"],
  role: "owner",
  usage: { "zh-CN": "/解绑 - 解除本群的绑定", en: "/unbind - releases this chat" },
  async run(call) {
    if (call.args.trim() !== "") refuse(unbindCommand.usage, call);
    groupOf(call);
    await groupOperations(call.deps).unbind(call.client, call);
    return { text: tell(call, "已解绑", "Released") };
  },
};
