import { UserError } from "../../core/errors.js";
import { refuse, tell, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { botOperations } from "./operations.js";

/** `/retry`: takes a message up again that no handler could digest. */
export const retryCommand: CommandSpec = {
  name: "retry",
  aliases: ["重试"],
  role: "operator",
  usage: {
    "zh-CN": "/重试 <编号> - 再处理一次搁置的消息（编号见 /状态）",
    en: "/retry <number> - takes up a message that was set aside (see /status)",
  },
  async run(call) {
    const [id = "", ...more] = words(call);
    if (!/^#?\d{1,15}$/.test(id) || more.length > 0) refuse(retryCommand.usage, call);
    const seq = Number(id.replace("#", ""));
    if (!(await botOperations(call.deps).retry(call.client, seq, call.overall))) {
      throw new UserError("COMMAND_PARKED_UNKNOWN", { id: String(seq) });
    }
    return { text: tell(call, `已重新处理 #${seq}`, `Taken up again: #${seq}`) };
  },
};
