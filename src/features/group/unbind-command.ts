import { groupOf, refuse, usageOf } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/unbind`: releases this chat. */
export const unbindCommand: CommandSpec = {
  name: "unbind",
  aliases: ["解绑"],
  role: "owner",
  usage: usageOf(text, "unbind.usage"),
  async run(call) {
    if (call.args.trim() !== "") refuse(unbindCommand.usage, call);
    groupOf(call);
    await groupOperations(call.deps).unbind(call.client, call);
    return { text: text(call.locale, "unbind.done") };
  },
};
